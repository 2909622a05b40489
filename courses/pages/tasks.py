"""What courses do beside requests."""

from celery import shared_task

from cms.core.models import SiteImage
from courses.pages.covers import make_cover_renditions, make_private_renditions
from courses.pages.models import CoursePage
from courses.pages.services import release_due


@shared_task
def make_cover(page_id: int) -> None:
    """Make what everybody is shown of a live course's cover; what is there already stays."""
    course = CoursePage.objects.live().select_related("cover").filter(pk=page_id).first()
    if course is not None:
        make_cover_renditions(course)


@shared_task
def make_draft_cover(image_id: int) -> None:
    """Make what those who see a draft are shown of its cover; what is there already stays."""
    image = SiteImage.objects.filter(pk=image_id).first()
    if image is not None:
        make_private_renditions(image)


@shared_task
def put_due_releases_live() -> None:
    """Put live what was scheduled and is due; two at once do it once."""
    release_due()
