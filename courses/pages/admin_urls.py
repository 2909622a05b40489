"""Addresses below /admin/courses/: where instructors work on their courses."""

from django.urls import path

from courses.pages.admin.creating import CreateView
from courses.pages.admin.desk import DeskView
from courses.pages.admin.members import MembersView
from courses.pages.admin.moving import MoveBlocksView, MoveLessonView
from courses.pages.admin.my_courses import MyCourses
from courses.pages.admin.outline_actions import AddChapter, AddLesson, DeleteView, Move, Rename
from courses.pages.admin.releases.commenting import AddComment, TakeBackComment
from courses.pages.admin.releases.corrections import Correct, PutBack
from courses.pages.admin.releases.history import (
    CompareView,
    ReleasesView,
    ReleaseView,
    RollBackView,
)
from courses.pages.admin.releases.review import ReviewView
from courses.pages.admin.releases.reviews import ReviewsView
from courses.pages.admin.releases.state import StateView
from courses.pages.admin.releases.submitting import OldAddress, SubmitView, WithdrawView
from courses.pages.admin.walking import WalkView
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
    path("<int:pk>/pages/<int:page_id>/put-back/", PutBack.as_view(), name="put_back"),
    path("<int:pk>/pages/<int:page_id>/correct/", Correct.as_view(), name="correct"),
    path("<int:pk>/pages/<int:page_id>/move-blocks/", MoveBlocksView.as_view(), name="move_blocks"),
    path(
        "<int:pk>/pages/<int:page_id>/move-to-course/",
        MoveLessonView.as_view(),
        name="move_lesson",
    ),
    path("<int:pk>/submit/", SubmitView.as_view(), name="submit"),
    path("<int:pk>/withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("<int:pk>/state/", StateView.as_view(), name="state"),
    # What people have kept as bookmarks.
    path("<int:pk>/publish/", OldAddress.as_view(to="courses_admin:submit"), name="publish"),
    path("<int:pk>/unpublish/", OldAddress.as_view(to="courses_admin:state"), name="unpublish"),
    path("<int:pk>/releases/", ReleasesView.as_view(), name="releases"),
    path("<int:pk>/releases/<int:number>/", ReleaseView.as_view(), name="release"),
    path("<int:pk>/releases/<int:number>/compare/", CompareView.as_view(), name="compare"),
    path("<int:pk>/releases/<int:number>/roll-back/", RollBackView.as_view(), name="roll_back"),
    path("reviews/", ReviewsView.as_view(), name="reviews"),
    path("<int:pk>/reviews/<int:release_id>/", ReviewView.as_view(), name="review"),
    path("<int:pk>/reviews/<int:release_id>/comments/", AddComment.as_view(), name="add_comment"),
    path(
        "<int:pk>/reviews/<int:release_id>/comments/<int:comment_id>/take-back/",
        TakeBackComment.as_view(),
        name="take_back_comment",
    ),
    path("<int:pk>/walk/", WalkView.as_view(), name="walk"),
    path("<int:pk>/files/", DropView.as_view(), name="drop"),
    path("<int:pk>/members/", MembersView.as_view(), name="members"),
]
