"""Words for what courses say of themselves."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.media.blocks import VideoBlock
from courses.media.models import Video
from courses.pages.catalogue import Card, cards_of
from courses.pages.teachers import live_courses

register = template.Library()

_MINUTES_PER_HOUR = 60
# A row of four, two rows of two, or four rows.
NEWEST = 4


@register.filter
def duration(minutes: int | None) -> str:
    """Return a length in hours and minutes, in the shortest words; nothing for an unknown one."""
    if not minutes:
        return ""
    hours, rest = divmod(int(minutes), _MINUTES_PER_HOUR)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


@register.simple_tag
def film(video: Video) -> SafeString:
    """Return the player of a video that stands in no lesson."""
    block = VideoBlock()
    return block.render(block.normalize({"video": video}))


@register.simple_tag
def newest_courses(locale_id: int) -> list[Card]:
    """Return the newest courses of one language."""
    return cards_of(live_courses(locale_id)[:NEWEST])
