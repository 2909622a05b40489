"""A course comes into the world whole, or not at all."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale

from cms.eventlog.models import Event
from courses.outline.models import Category, Course
from courses.pages.enums import CourseRole
from courses.pages.errors import (
    LastOwnerError,
    NoCatalogueError,
    NotAllowedError,
    NotAnInstructorError,
    TitleMissingError,
    TitleTooLongError,
)
from courses.pages.models import (
    CatalogPage,
    ChapterPage,
    CourseMembership,
    CoursePage,
    CourseWorkspace,
    InstructorPage,
    LessonPage,
)
from courses.pages.permissions import course_role_of
from courses.pages.services import (
    add_chapter,
    add_lesson,
    add_member,
    create_course,
    publish_course,
    remove_member,
    submit_course,
)
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, make_course, make_instructor
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site(["en", "fr"])


def counts() -> list[int]:
    models = (Course, CoursePage, CourseWorkspace, CourseMembership, Group, Collection, Event)
    return [model.objects.count() for model in models]


class TestCreating:
    def test_it_may_begin_with_an_outcome_and_need_not(self, site):
        owner = make_instructor()
        for outcome, written in ((" Read a river ", ["Read a river"]), ("  ", [])):
            course = create_course("River", category=None, owner=owner, outcome=outcome)
            draft = course.get_latest_revision_as_object()
            for page in (course, CoursePage.objects.get(pk=course.pk), draft):
                assert [block.value for block in page.outcomes] == written

    def test_a_draft_course_has_one_chapter_and_one_lesson(self, site):
        owner = make_instructor()
        moss = Category.objects.get(slug="earth-and-sky")
        course = create_course("  Reading   a River ", category=moss, owner=owner)
        assert (course.title, course.slug, course.live) == (
            "Reading a River",
            "reading-a-river",
            False,
        )
        assert course.category == moss
        assert course.get_parent().specific_class is CatalogPage
        assert [page.title for page in chapters_of(course)] == ["First chapter"]
        assert [(page.title, page.live) for page in lessons_of(course)] == [("First lesson", False)]
        assert course.latest_revision.user == owner
        assert Course.objects.get().key == course.translation_key
        event = Event.objects.get(name="courses.course_created")
        assert (event.actor_id, event.data) == (owner.pk, {"page_id": course.pk})

    def test_its_owner_may_write_it_and_nobody_else(self, site):
        owner, other = make_instructor(), make_instructor()
        course = create_course("Rivers", category=None, owner=owner)
        lesson = lessons_of(course)[0]
        assert course_role_of(owner, course.course_key) is CourseRole.OWNER
        assert course_role_of(other, course.course_key) is None
        for page in (course, lesson):
            mine, theirs = page.permissions_for_user(owner), page.permissions_for_user(other)
            # What is written goes live when it was reviewed.
            assert (mine.can_edit(), mine.can_publish()) == (True, False)
            assert (theirs.can_edit(), theirs.can_publish()) == (False, False)
        assert course.permissions_for_user(owner).can_add_subpage() is True
        assert course.get_parent().permissions_for_user(owner).can_add_subpage() is False

    def test_groups_have_exactly_their_rights(self, site):
        course = create_course("Rivers", category=None, owner=make_instructor())
        workspace = CourseWorkspace.objects.get(course__key=course.course_key)
        pages = GroupPagePermission.objects.filter(page=course)
        files = GroupCollectionPermission.objects.filter(collection=workspace.collection)
        by_group = {
            group: (
                sorted(pages.filter(group=group).values_list("permission__codename", flat=True)),
                sorted(files.filter(group=group).values_list("permission__codename", flat=True)),
            )
            for group in (workspace.editors, workspace.reviewers)
        }
        acts = ("add", "change", "choose", "delete")
        kinds = ("audio", "document", "image", "video")
        assert by_group[workspace.editors] == (
            ["add_page", "change_page", "lock_page", "unlock_page"],
            [f"{act}_{kind}" for act in acts for kind in kinds],
        )
        assert by_group[workspace.reviewers] == (
            ["publish_page"],
            [f"choose_{kind}" for kind in kinds],
        )
        assert not GroupPagePermission.objects.filter(
            page=course.get_parent(), group__in=workspace.groups()
        ).exists()

    def test_a_language_that_appears_is_open_to_the_same_people(self, site):
        owner = make_instructor()
        course = create_course("Rivers", category=None, owner=owner)
        french = course.copy_for_translation(Locale.objects.get(language_code="fr"))
        assert french.permissions_for_user(owner).can_edit() is True
        assert french.permissions_for_user(make_instructor()).can_edit() is False

    def test_two_courses_of_one_title_have_two_addresses(self, site):
        owner = make_instructor()
        slugs = [create_course("Rivers", category=None, owner=owner).slug for _ in range(3)]
        assert slugs == ["rivers", "rivers-2", "rivers-3"]
        assert create_course("!!!", category=None, owner=owner).slug == "course"

    def test_a_course_in_french_has_french_first_pages_and_category(self, site):
        moss = Category.objects.get(slug="earth-and-sky")
        french = Locale.objects.get(language_code="fr")
        course = create_course("Eaux", category=moss, owner=make_instructor(), locale=french)
        assert course.category.name == "Terre et ciel"
        assert course.locale == chapters_of(course)[0].locale == french

    @pytest.mark.parametrize(
        ("title", "error"),
        [(" \t ", TitleMissingError), ("x" * 256, TitleTooLongError)],
    )
    def test_a_bad_title_leaves_nothing(self, site, title, error):
        owner = make_instructor()
        before = counts()
        with pytest.raises(error):
            create_course(title, category=None, owner=owner)
        assert counts() == before

    def test_a_learner_makes_no_course(self, site):
        learner = UserFactory()
        before = counts()
        with pytest.raises(NotAnInstructorError):
            create_course("Rivers", category=None, owner=learner)
        assert counts() == before

    def test_a_site_without_a_catalogue_says_so(self):
        with pytest.raises(NoCatalogueError):
            create_course("Rivers", category=None, owner=make_instructor())

    def test_nothing_is_left_when_it_breaks_off(self, site, monkeypatch):
        owner = make_instructor()
        before = counts()

        def fail(*_args, **_kwargs):
            raise DatabaseError

        monkeypatch.setattr(LessonPage, "save_revision", fail)
        with pytest.raises(DatabaseError):
            create_course("Rivers", category=None, owner=owner)
        assert counts() == before


class TestTree:
    def test_each_type_has_its_place(self):
        assert CatalogPage.allowed_subpage_models() == [CoursePage, InstructorPage]
        assert CoursePage.allowed_subpage_models() == [ChapterPage]
        assert ChapterPage.allowed_subpage_models() == [LessonPage]
        assert LessonPage.allowed_subpage_models() == []
        assert CoursePage.allowed_parent_page_models() == [CatalogPage]
        assert InstructorPage.allowed_parent_page_models() == [CatalogPage]

    def test_wagtails_add_offers_no_course(self, site):
        assert CatalogPage.creatable_subpage_models() == []

    def test_chapters_and_lessons_are_added_at_the_end(self, site):
        course = make_course(live=False)
        chapter = add_chapter(course, "Second", by=course.owner)
        add_lesson(chapter, "A", by=course.owner)
        add_lesson(chapter, "A", by=course.owner)
        assert [page.title for page in chapters_of(course)] == ["First chapter", "Second"]
        assert [page.slug for page in lessons_of(course)] == ["first-lesson", "a", "a-2"]

    def test_others_add_nothing(self, site):
        course = make_course(live=False)
        other = make_instructor()
        for act in (
            lambda: add_chapter(course, "Mine", by=other),
            lambda: add_lesson(chapters_of(course)[0], "Mine", by=other),
            lambda: submit_course(course, by=other),
            lambda: add_member(course, other, CourseRole.EDITOR, by=other),
            lambda: remove_member(course, course.owner, by=other),
        ):
            with pytest.raises(NotAllowedError):
                act()
        assert course.get_descendants().count() == 2
        assert course.get_descendants(inclusive=True).live().count() == 0
        assert CourseMembership.objects.get().user == course.owner

    def test_publishing_takes_everything_that_waits(self, site):
        course = make_course(live=False, chapters=2, lessons=2)
        release = publish_course(course, by=course.owner, with_empty=True)
        assert (release.number, release.items.count()) == (1, 7)
        again = publish_course(CoursePage.objects.get(), by=course.owner, with_empty=True)
        assert again is None
        assert course.get_descendants(inclusive=True).live().count() == 7


class TestMembers:
    def test_a_co_instructor_may_write_this_course_only(self, site):
        course, elsewhere = make_course(), make_course()
        other = make_instructor()
        assert add_member(course, other, CourseRole.EDITOR, by=course.owner) is True
        assert add_member(course, other, CourseRole.EDITOR, by=course.owner) is False
        assert course.permissions_for_user(other).can_edit() is True
        assert elsewhere.permissions_for_user(other).can_edit() is False

    def test_a_reviewer_changes_nothing(self, site):
        course, reviewer = make_course(), UserFactory(reviewer=True)
        add_member(course, reviewer, CourseRole.REVIEWER, by=course.owner)
        assert course.permissions_for_user(reviewer).can_edit() is False
        assert course.permissions_for_user(reviewer).can_publish() is True

    def test_who_is_taken_off_loses_every_right(self, site):
        course, other = make_course(), make_instructor()
        add_member(course, other, CourseRole.EDITOR, by=course.owner)
        assert remove_member(course, other, by=course.owner) is True
        assert remove_member(course, other, by=course.owner) is False
        assert course_role_of(other, course.course_key) is None
        assert (
            type(other).objects.get(pk=other.pk).groups.filter(name__startswith="course ").count()
            == 0
        )

    def test_the_last_owner_stays(self, site):
        course = make_course()
        with pytest.raises(LastOwnerError):
            remove_member(course, course.owner, by=course.owner)
        with pytest.raises(LastOwnerError):
            add_member(course, course.owner, CourseRole.EDITOR, by=course.owner)
        assert course_role_of(course.owner, course.course_key) is CourseRole.OWNER
        assert course.permissions_for_user(course.owner).can_edit() is True
