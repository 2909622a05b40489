"""What recordings are called where an author chooses one."""

from typing import Any

from django.utils.translation import gettext

from courses.media.models import Video


def shown_title(recording: Any) -> str:
    """Return the title, with what still stands in the way of showing it to learners."""
    if recording.problem:
        return gettext("%(title)s (cannot be played everywhere)") % {"title": recording.title}
    if isinstance(recording, Video) and recording.lacks_captions:
        return gettext("%(title)s (no captions yet)") % {"title": recording.title}
    return str(recording.title)
