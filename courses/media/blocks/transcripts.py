"""What is said in a video, as text under it: made of rows, no file is opened."""

from dataclasses import dataclass

from django.utils.translation import get_language

from courses.media.languages import language_direction, language_name
from courses.media.models import CaptionTrack, Video

_HOUR = 3600


@dataclass(frozen=True)
class CueLine:
    """Some words with the time at which they are said."""

    seconds: float
    text: str

    @property
    def clock(self) -> str:
        """The time as a player shows it: 1:48, or 1:02:03."""
        whole = int(self.seconds)
        minutes, seconds = divmod(whole % _HOUR, 60)
        hours = whole // _HOUR
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@dataclass(frozen=True)
class Transcript:
    """All that is said, in one language."""

    language: str
    cues: list[CueLine]

    @property
    def name(self) -> str:
        return language_name(self.language)

    @property
    def direction(self) -> str:
        return language_direction(self.language)


def tracks_of(video: Video) -> list[CaptionTrack]:
    """Return the tracks, those in the reader's language first."""
    language = (get_language() or "").partition("-")[0]
    tracks = video.caption_tracks.all()
    return sorted(tracks, key=lambda track: track.language.partition("-")[0] != language)


def transcripts_of(tracks: list[CaptionTrack]) -> list[Transcript]:
    """Return one transcript for each language; captions say more than subtitles."""
    chosen: dict[str, CaptionTrack] = {}
    for track in sorted(tracks, key=lambda track: track.kind):
        chosen.setdefault(track.language, track)
    languages = dict.fromkeys(track.language for track in tracks)
    return [
        Transcript(language, [CueLine(cue[0] / 1000, cue[2]) for cue in chosen[language].cues])
        for language in languages
    ]
