"""Videos that lie elsewhere: which addresses are known, and how they are shown.

An address is taken apart into provider and id, and everything shown is made of these two anew:
what an author pastes never becomes an address that a reader's browser asks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

# What the content policy lets into a frame.
FRAME_ORIGINS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")

_YOUTUBE_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com"})
_YOUTUBE_FRAME_HOSTS = frozenset({"youtube-nocookie.com", "www.youtube-nocookie.com"})
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([^/]+)/?")
_VIMEO_PATH = re.compile(
    r"/(?:(?:channels|groups)/[\w-]+/(?:videos/)?)?([0-9]{5,12})(?:/([0-9a-f]{8,20}))?/?"
)
_VIMEO_FRAME_PATH = re.compile(r"/video/([0-9]{5,12})/?")
_VIMEO_HASH = re.compile(r"[0-9a-f]{8,20}")
_TIME = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?")


@dataclass(frozen=True)
class ProvidedVideo:
    """A video at a known provider. `key` is what opens one that is not listed there."""

    provider: str
    id: str
    key: str = ""
    start_seconds: int = 0

    @property
    def frame_address(self) -> str:
        """Where the player comes from, once a reader has pressed play: without cookies."""
        return _FRAMES[self.provider](self)

    @property
    def page_address(self) -> str:
        """Where the video is at its provider."""
        return _PAGES[self.provider](self)

    @property
    def provider_name(self) -> str:
        """What the provider calls itself."""
        return _NAMES[self.provider]


def parse_address(address: str) -> ProvidedVideo | None:
    """Return which video an address means; None for any address that is not known."""
    try:
        parts = urlsplit(address.strip())
        is_plain = parts.port is None and parts.username is None
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not is_plain:
        return None
    parse = _PARSERS.get(parts.hostname or "")
    return parse(parts) if parse else None


def _youtube(parts: SplitResult) -> ProvidedVideo | None:
    asked = parse_qs(parts.query)
    if parts.hostname == "youtu.be":
        found = parts.path.strip("/")
    elif parts.path == "/watch" and parts.hostname in _YOUTUBE_HOSTS:
        found = asked.get("v", [""])[0]
    else:
        path = _YOUTUBE_PATH.fullmatch(parts.path)
        found = path[1] if path else ""
    if not _YOUTUBE_ID.fullmatch(found):
        return None
    start = _seconds((asked.get("t") or asked.get("start") or [""])[0])
    return ProvidedVideo("youtube", found, start_seconds=start)


def _vimeo(parts: SplitResult) -> ProvidedVideo | None:
    found = _VIMEO_PATH.fullmatch(parts.path)
    if found is None:
        return None
    return ProvidedVideo("vimeo", found[1], found[2] or "", _fragment_seconds(parts))


def _vimeo_frame(parts: SplitResult) -> ProvidedVideo | None:
    found = _VIMEO_FRAME_PATH.fullmatch(parts.path)
    if found is None:
        return None
    key = parse_qs(parts.query).get("h", [""])[0]
    if key and not _VIMEO_HASH.fullmatch(key):
        return None
    return ProvidedVideo("vimeo", found[1], key, _fragment_seconds(parts))


def _fragment_seconds(parts: SplitResult) -> int:
    return _seconds(parse_qs(parts.fragment).get("t", [""])[0])


def _seconds(text: str) -> int:
    """Return 90 for `90`, `90s` and `1m30s`; nothing for what is no time."""
    found = _TIME.fullmatch(text)
    if found is None:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (hours * 60 + minutes) * 60 + seconds


def _youtube_frame_address(video: ProvidedVideo) -> str:
    asked = {"autoplay": 1, "rel": 0} | (
        {"start": video.start_seconds} if video.start_seconds else {}
    )
    return f"https://www.youtube-nocookie.com/embed/{video.id}?{urlencode(asked)}"


def _youtube_page_address(video: ProvidedVideo) -> str:
    start = f"&t={video.start_seconds}s" if video.start_seconds else ""
    return f"https://www.youtube.com/watch?v={video.id}{start}"


def _vimeo_frame_address(video: ProvidedVideo) -> str:
    asked = {"h": video.key} if video.key else {}
    start = f"#t={video.start_seconds}s" if video.start_seconds else ""
    asked |= {"autoplay": "1", "dnt": "1"}
    return f"https://player.vimeo.com/video/{video.id}?{urlencode(asked)}{start}"


def _vimeo_page_address(video: ProvidedVideo) -> str:
    key = f"/{video.key}" if video.key else ""
    start = f"#t={video.start_seconds}s" if video.start_seconds else ""
    return f"https://vimeo.com/{video.id}{key}{start}"


_PARSERS: dict[str, Callable[[SplitResult], ProvidedVideo | None]] = {
    **dict.fromkeys((*_YOUTUBE_HOSTS, *_YOUTUBE_FRAME_HOSTS, "youtu.be"), _youtube),
    **dict.fromkeys(("vimeo.com", "www.vimeo.com"), _vimeo),
    "player.vimeo.com": _vimeo_frame,
}
_FRAMES = {"youtube": _youtube_frame_address, "vimeo": _vimeo_frame_address}
_PAGES = {"youtube": _youtube_page_address, "vimeo": _vimeo_page_address}
_NAMES = {"youtube": "YouTube", "vimeo": "Vimeo"}
