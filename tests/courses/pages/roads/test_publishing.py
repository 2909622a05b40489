"""`Page.publish()` of a course's pages, as bulk, clock, workflow and code call it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from cms.core.services.scheduled import publish_scheduled
from cms.notifications.models import Notification, OutgoingMail
from cms.pages.models import StandardPage
from courses.pages.models import CoursePage, LessonPage, ReleaseItem
from tests.courses.pages.roads.states import (
    CORRECTED,
    FIRST,
    NEW_TEXT,
    OLD_TEXT,
    UNREADY,
    redraft,
    releases,
    shown,
)
from tests.factories.courses import lessons_of

pytestmark = pytest.mark.django_db


def told():
    return list(Notification.objects.order_by("pk").values_list("kind", "user_id", "url", "data"))


def test_a_ready_page_goes_live_as_a_small_release(lesson):
    redraft(lesson).get_latest_revision().publish()
    assert (releases(), shown(lesson), told()) == (CORRECTED, NEW_TEXT, [])


def test_a_page_that_is_not_ready_stays_and_its_author_is_told(lesson):
    page = redraft(lesson, UNREADY)
    page.get_latest_revision().publish()
    assert (releases(), shown(lesson)) == ([FIRST], OLD_TEXT)
    block = page.get_latest_revision_as_object().body[0].id
    place = f"/admin/pages/{lesson.pk}/edit/#:w:contentpath=body.{block}.language"
    assert told() == [
        ("courses.not_ready", lesson.owner_id, place, {"page": lesson.pk, "code": "not_ready"})
    ]
    (mail,) = OutgoingMail.objects.filter(kind="courses.not_ready")
    assert mail.subject == f"“{lesson.title}” did not go live"
    assert place in mail.text


def test_it_is_told_once_however_often_the_clock_asks(lesson):
    revision = redraft(lesson, UNREADY).get_latest_revision()
    revision.publish()
    revision.publish()
    assert len(told()) == 1


def test_an_earlier_version_than_the_newest_does_not_go_live(lesson):
    earlier = redraft(lesson).get_latest_revision()
    redraft(lesson, [("text", "<p>Later.</p>")])
    earlier.publish()
    assert (releases(), shown(lesson)) == ([FIRST], OLD_TEXT)
    assert [row[3]["code"] for row in told()] == ["outdated"]


def test_who_may_not_correct_the_course_does_not_by_publish(course, lesson):
    redraft(lesson).get_latest_revision().publish(user=course.owner)
    assert (releases(), shown(lesson)) == ([FIRST], OLD_TEXT)
    assert [row[3]["code"] for row in told()] == ["correction_not_allowed"]


def test_what_is_live_as_it_is_makes_no_release(lesson):
    lesson.get_latest_revision().publish()
    assert (releases(), told()) == ([FIRST], [])


def test_pages_of_a_course_have_no_workflow_of_wagtails(course, lesson):
    assert Page.objects.get(depth=2, locale__language_code="en").specific.get_workflow() is not None
    assert (course.get_workflow(), lesson.get_workflow()) == (None, None)
    assert lesson.has_workflow is False


@pytest.fixture
def french(course):
    language = Locale.objects.get(language_code="fr")
    for page in course.get_descendants(inclusive=True).specific():
        page.copy_for_translation(language, copy_parents=True)
    return lambda page: page.specific_class.objects.get(
        translation_key=page.translation_key, locale=language
    )


def test_a_translation_goes_live_by_itself_once_it_is_ready(course, lesson, french):
    for page in course.get_descendants(inclusive=True).specific():
        french(page).save_revision().publish()
    assert french(lesson).live is True
    assert releases() == [FIRST]
    rows = ReleaseItem.objects.filter(locale__language_code="fr")
    assert set(rows.values_list("page_key", flat=True)) == set(
        course.get_descendants(inclusive=True).values_list("translation_key", flat=True)
    )


def test_a_translation_that_is_not_ready_stays_a_draft(lesson, french):
    page = french(lesson)
    redraft(page, UNREADY).get_latest_revision().publish()
    assert (french(lesson).live, releases()) == (False, [FIRST])
    assert [row[3] for row in told()] == [{"page": page.pk, "code": "not_ready"}]
    assert not ReleaseItem.objects.filter(locale__language_code="fr").exists()


def due(page):
    """Have the newest version go live a minute ago, as an earlier release of Fledge let it."""
    revision = Page.objects.get(pk=page.pk).get_latest_revision()
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)
    return revision


@pytest.fixture
def plain(course):
    """A plain page that is due after whatever else is."""
    page = StandardPage(title="About", slug="about-us", live=False, locale=course.locale)
    course.get_parent().get_parent().add_child(instance=page)
    page.save_revision()
    due(page)
    return page


def test_a_page_that_is_not_ready_stops_no_clock(course, plain):
    first, second = lessons_of(course)
    for lesson, body in ((first, UNREADY), (second, None)):
        due(redraft(lesson, body or [("text", "<p>Water stands.</p>")]))
    Revision.objects.filter(pk=due(plain).pk).update(approved_go_live_at=timezone.now())
    publish_scheduled(now=timezone.now() + timedelta(seconds=1))
    assert (shown(first), shown(second)) == (OLD_TEXT, NEW_TEXT)
    assert StandardPage.objects.get(pk=plain.pk).live is True
    assert releases() == CORRECTED
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    assert [row[3]["page"] for row in told()] == [first.pk]


def test_a_page_that_fails_stops_no_other_and_is_tried_again(course, plain, monkeypatch):
    broken, last = plain, lessons_of(course)[0]
    due(redraft(last))

    def fail(page, revision, **kwargs):
        raise RuntimeError("no")

    monkeypatch.setattr(StandardPage, "publish", fail)
    publish_scheduled()
    assert (releases(), shown(last)) == (CORRECTED, NEW_TEXT)
    monkeypatch.undo()
    publish_scheduled()
    assert StandardPage.objects.get(pk=broken.pk).live is True
    publish_scheduled()
    assert releases() == CORRECTED


def test_no_clock_takes_a_page_out_of_a_course(course, lesson, plain):
    publish_scheduled()
    past = timezone.now() - timedelta(minutes=1)
    Page.objects.filter(pk__in=[lesson.pk, plain.pk]).update(expire_at=past)
    publish_scheduled()
    assert LessonPage.objects.get(pk=lesson.pk).live is True
    assert LessonPage.objects.get(pk=lesson.pk).expire_at is None
    assert StandardPage.objects.get(pk=plain.pk).live is False
    assert CoursePage.objects.get(pk=course.pk).live is True
