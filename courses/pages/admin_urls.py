"""Addresses below /admin/courses/: where instructors work on their courses."""

from django.urls import path

from courses.pages.admin.creating import CreateView
from courses.pages.admin.desk import DeskView
from courses.pages.admin.members import MembersView
from courses.pages.admin.my_courses import MyCourses
from courses.pages.admin.outline_actions import AddChapter, AddLesson, DeleteView, Move, Rename
from courses.pages.admin.publishing import PublishView, UnpublishView
from courses.pages.editor.views import DropView

app_name = "courses_admin"
urlpatterns = [
    path("", MyCourses.as_view(), name="my_courses"),
    path("results/", MyCourses.as_view(results_only=True), name="my_courses_results"),
    path("create/", CreateView.as_view(), name="create"),
    path("<int:pk>/", DeskView.as_view(), name="desk"),
    path("<int:pk>/chapters/add/", AddChapter.as_view(), name="add_chapter"),
    path("<int:pk>/lessons/add/", AddLesson.as_view(), name="add_lesson"),
    path("<int:pk>/move/", Move.as_view(), name="move"),
    path("<int:pk>/pages/<int:page_id>/rename/", Rename.as_view(), name="rename"),
    path("<int:pk>/pages/<int:page_id>/delete/", DeleteView.as_view(), name="delete"),
    path("<int:pk>/publish/", PublishView.as_view(), name="publish"),
    path("<int:pk>/unpublish/", UnpublishView.as_view(), name="unpublish"),
    path("<int:pk>/files/", DropView.as_view(), name="drop"),
    path("<int:pk>/members/", MembersView.as_view(), name="members"),
]
