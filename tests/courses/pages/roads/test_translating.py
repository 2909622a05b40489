"""Saving a translation with wagtail-localize."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from cms.notifications.models import Notification
from courses.pages.models import LessonPage
from tests.courses.pages.roads.states import FIRST, OLD_TEXT, UNREADY, redraft, releases, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def french(course):
    return Locale.objects.get(language_code="fr")


def translation_of(page, language):
    source, _created = TranslationSource.get_or_create_from_instance(page)
    return Translation.objects.create(source=source, target_locale=language)


@pytest.fixture
def translation(course, lesson, french):
    """The lesson's translation; those of the pages above it are live."""
    chapter = lesson.get_parent().specific
    for page in (course, chapter):
        translation_of(page, french).save_target(publish=True)
    return translation_of(lesson, french)


def in_french(lesson, french):
    return LessonPage.objects.get(translation_key=lesson.translation_key, locale=french)


def test_a_translation_that_is_ready_goes_live(lesson, french, translation):
    translation.save_target(publish=True)
    page = in_french(lesson, french)
    assert (page.live, shown(page), releases()) == (True, OLD_TEXT, [FIRST])


def test_without_publishing_nothing_goes_live(lesson, french, translation):
    translation.save_target(publish=False)
    assert in_french(lesson, french).live is False


def test_what_is_live_stays_as_it_is_until_the_new_version_is_ready(lesson, french, translation):
    translation.save_target(publish=True)
    translation.source.update_from_db()
    unready = redraft(lesson, UNREADY).get_latest_revision_as_object()
    TranslationSource.update_or_create_from_instance(unready)
    translation.refresh_from_db()
    for publish in (False, True):
        if publish:
            with pytest.raises(ValidationError, match="Choose the language of the code"):
                translation.save_target(publish=True)
        else:
            translation.save_target(publish=False)
        page = in_french(lesson, french)
        assert (page.live, shown(page)) == (True, OLD_TEXT)
        newest = page.get_latest_revision_as_object()
        assert [block.block_type for block in newest.body] == ["code"]


def test_a_new_translation_that_is_not_ready_stays_a_draft(course, lesson, french, translation):
    TranslationSource.update_or_create_from_instance(
        redraft(lesson, UNREADY).get_latest_revision_as_object()
    )
    translation.refresh_from_db()
    with pytest.raises(ValidationError):
        translation.save_target(user=course.owner, publish=True)
    told = Notification.objects.values_list("kind", "user_id")
    assert list(told) == [("courses.not_ready", course.owner_id)]
    assert in_french(lesson, french).live is False
    assert releases() == [FIRST]
