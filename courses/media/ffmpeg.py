"""What ffmpeg says of a file, and what it makes of it.

Files come from outside: the programs are told what format to expect, so that no playlist makes
them open other files or addresses, and they are ended when they take too long.
"""

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from cms.core.process.binaries import find_binary

_PROBE_SECONDS = 60
_FRAME_SECONDS = 60
_WIDEST_POSTER = 1280
# How ffmpeg calls the formats of our extensions.
_FORMATS = {
    "m4a": "mov",
    "m4v": "mov",
    "mp4": "mov",
    "mp3": "mp3",
    "oga": "ogg",
    "ogg": "ogg",
    "opus": "ogg",
    "wav": "wav",
    "webm": "matroska",
}
_PICTURE_CODECS = frozenset({"h264", "vp8", "vp9", "av1"})
_SOUND_CODECS = frozenset({"aac", "mp3", "opus", "vorbis", "flac", "pcm_s16le", "pcm_u8"})
# Others, such as ten bits a colour, are for cameras and studios.
_PIXEL_FORMATS = frozenset({"yuv420p", "yuvj420p"})
_UPRIGHT = 180


@dataclass(frozen=True)
class Picture:
    """The moving picture as it is shown, turned as the camera says."""

    width: int
    height: int


@dataclass(frozen=True)
class Found:
    """What is in a file."""

    seconds: float
    picture: Picture | None
    has_sound: bool
    plays_everywhere: bool

    @property
    def duration_seconds(self) -> int:
        """The length as people read it; the shortest is one second."""
        return max(1, round(self.seconds))


def is_there() -> bool:
    """Say whether this machine has both programs."""
    return find_binary("ffmpeg") is not None and find_binary("ffprobe") is not None


def probe(path: str, extension: str) -> Found | None:
    """Return what is in the file; None when nothing of it can be read."""
    done = _run(
        "ffprobe",
        ["-show_format", "-show_streams", "-of", "json", *_input(path, extension)],
        _PROBE_SECONDS,
    )
    if done.returncode != 0:
        return None
    said = json.loads(done.stdout)
    streams = [one for one in said.get("streams", []) if not _is_cover(one)]
    seconds = float(said.get("format", {}).get("duration", 0))
    if not streams or seconds <= 0:
        return None
    pictures = [one for one in streams if one.get("codec_type") == "video"]
    sounds = [one for one in streams if one.get("codec_type") == "audio"]
    return Found(
        seconds=seconds,
        picture=_picture(pictures[0]) if pictures else None,
        has_sound=bool(sounds),
        plays_everywhere=all(map(_picture_plays, pictures)) and all(map(_sound_plays, sounds)),
    )


def frame(path: str, extension: str, *, at_seconds: float) -> bytes | None:
    """Return one picture of the video as a JPEG without metadata; None when there is none."""
    done = _run(
        "ffmpeg",
        [
            "-nostdin",
            *["-ss", f"{at_seconds:.3f}", *_input(path, extension)],
            *["-frames:v", "1", "-an", "-sn", "-map_metadata", "-1"],
            *["-vf", f"scale='min({_WIDEST_POSTER},iw)':-2"],
            *["-f", "image2pipe", "-c:v", "mjpeg", "-q:v", "4", "pipe:1"],
        ],
        _FRAME_SECONDS,
    )
    return done.stdout or None if done.returncode == 0 else None


def _input(path: str, extension: str) -> list[str]:
    return ["-protocol_whitelist", "file", "-f", _FORMATS[extension], "-i", f"file:{path}"]


def _run(program: str, arguments: list[str], seconds: int) -> subprocess.CompletedProcess[bytes]:
    found = find_binary(program)
    if found is None:
        raise FileNotFoundError(program)
    # No shell; what comes from outside is a path that we made.
    return subprocess.run(  # noqa: S603
        [str(found), "-v", "error", "-hide_banner", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        check=False,
    )


def _is_cover(stream: dict[str, Any]) -> bool:
    """Say whether it is a still picture that came with a piece of music."""
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _picture(stream: dict[str, Any]) -> Picture | None:
    width, height = stream.get("width"), stream.get("height")
    if not width or not height:
        return None
    turned = next(
        (one["rotation"] for one in stream.get("side_data_list", []) if "rotation" in one), 0
    )
    return Picture(height, width) if int(turned) % _UPRIGHT else Picture(width, height)


def _picture_plays(stream: dict[str, Any]) -> bool:
    if stream.get("codec_name") == "h264" and stream.get("pix_fmt") not in _PIXEL_FORMATS:
        return False
    return stream.get("codec_name") in _PICTURE_CODECS


def _sound_plays(stream: dict[str, Any]) -> bool:
    return stream.get("codec_name") in _SOUND_CODECS
