"""Saving a translation: what is live stays as it is until the new version is ready.

wagtail-localize writes into the page's row before it makes a version, also when it is asked not
to publish: readers of a live page would see it at once.
"""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationLog

from courses.pages.errors import NotReadyError
from courses.pages.roads.places import is_of_course

_stock = Translation.save_target


def save_target(self: Translation, user: Any = None, publish: bool = True) -> None:
    """Save the page in the other language; with `publish`, let it go live if it is ready.

    Raises ValidationError where it is not: then it is saved as a draft.
    """
    if not issubclass(self.source.specific_content_type.model_class() or Page, Page):
        _stock(self, user=user, publish=publish)
        return
    page = _target(self)
    if page is not None and page.live and is_of_course(page):
        _save_draft(self, user)
    else:
        is_course = is_of_course(self.source.get_source_instance())
        _stock(self, user=user, publish=publish and not is_course)
        if not is_course:
            return
    if publish:
        _publish(self, user)


def _target(translation: Translation) -> Page | None:
    try:
        return translation.source.get_translated_instance(translation.target_locale)
    except ObjectDoesNotExist:
        return None


@transaction.atomic
def _save_draft(translation: Translation, user: Any) -> None:
    made = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    revision = made.save_revision(user=user)
    TranslationLog.objects.create(
        source=translation.source, locale=translation.target_locale, revision=revision
    )


def _publish(translation: Translation, user: Any) -> None:
    from courses.pages.readiness import check_page
    from courses.pages.roads.notices import tell_not_ready

    page = _target(translation)
    if page is None:
        return
    revision = page.get_latest_revision()
    defects = check_page(revision.as_object())
    if defects:
        # Who updates many languages at once is shown no error of any of them.
        tell_not_ready(page, revision, NotReadyError(defects))
        raise ValidationError([defect.message for defect in defects])
    revision.publish(user=user, skip_permission_checks=True)


def connect() -> None:
    """Put it in the place of the package's own; called once, when the apps are ready."""
    package: Any = Translation
    package.save_target = save_target
