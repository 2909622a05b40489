"""Time zones as people choose them: by region and city, with how far each is from UTC now."""

from collections import defaultdict
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Other names of the database are aliases of these, or no places.
REGIONS: dict[str, Promise] = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}
# Keeps "UTC+3" from being turned around within a line of Arabic.
LEFT_TO_RIGHT, END = "\u2066", "\u2069"

Choice = tuple[str, str]


@lru_cache(maxsize=1)
def _cities() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(available_timezones()):
        region, _slash, city = name.partition("/")
        if city and region in REGIONS:
            found[region].append((name, city.replace("_", " ").replace("/", ", ")))
    return found


def zone_of(name: str) -> tzinfo:
    """Return the zone, or UTC for a name that the database has lost since it was chosen."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def offset_words(name: str, at: datetime) -> str:
    """Return how far the zone is from UTC at that moment, such as UTC+5:45."""
    offset = at.astimezone(zone_of(name)).utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\u2212"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def _choice(name: str, words: str, at: datetime) -> Choice:
    return name, f"{words} ({LEFT_TO_RIGHT}{offset_words(name, at)}{END})"


def time_zone_choices(*, at: datetime, current: str = "UTC") -> list[tuple[Any, Any]]:
    """Return the zones grouped by region for a select; what is `current` is always among them."""
    first = [("UTC", "UTC")]
    if current != "UTC" and current.partition("/")[0] not in REGIONS:
        first.append(_choice(current, current, at))
    groups = sorted(_cities().items(), key=lambda item: str(REGIONS[item[0]]))
    return first + [
        (REGIONS[region], [_choice(name, words, at) for name, words in cities])
        for region, cities in groups
    ]
