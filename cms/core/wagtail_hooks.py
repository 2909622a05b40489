from wagtail import hooks
from wagtail.images.image_operations import DoNothingOperation

from cms.core.models.images import PUBLIC_OPERATION


@hooks.register("register_image_operations")
def register_public_operation() -> list[tuple[str, type]]:
    """Let a filter say `public`: it changes nothing in the picture but where it is kept."""
    return [(PUBLIC_OPERATION, DoNothingOperation)]
