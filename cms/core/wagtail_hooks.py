from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.images.image_operations import DoNothingOperation

from cms.core.models.images import PUBLIC_OPERATION


@hooks.register("register_image_operations")
def register_public_operation() -> list[tuple[str, type]]:
    """Let a filter say `public`: it changes nothing in the picture but where it is kept."""
    return [(PUBLIC_OPERATION, DoNothingOperation)]


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> SafeString:
    """Give the admin our colours and type."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))
