"""Recordings: whatever is said can be read."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.media.blocks import AudioBlock, VideoBlock, lacks_captions
from courses.pages.models import CoursePage
from courses.pages.readiness.registry import Finding, PageFacts, page_rule


@page_rule("video_without_captions")
def video_without_captions(facts: PageFacts) -> Iterable[Finding]:
    """Find videos with neither captions nor the tick that nothing is spoken.

    What a provider shows has its captions there, where nobody can look from here.
    """
    for node in facts.nodes(VideoBlock):
        if lacks_captions(node.value):
            yield Finding(_words(node.value["video"].title), node.child("video"))
    if isinstance(facts.page, CoursePage):
        video = facts.page.intro_video
        if video is not None and video.lacks_captions:
            yield Finding(_words(video.title), field="intro_video")


def _words(title: str) -> str:
    return _(
        "The video “%(title)s” has no captions. Add them on the video's own page, or tick that"
        " nothing is spoken."
    ) % {"title": title}


@page_rule("audio_without_words")
def audio_without_words(facts: PageFacts) -> Iterable[Finding]:
    """Find sound recordings without a transcript."""
    for node in facts.nodes(AudioBlock):
        audio = node.value.get("audio")
        if audio is not None and not audio.transcript.strip():
            yield Finding(
                _(
                    "The recording “%(title)s” has no transcript. Write down on the recording's"
                    " own page what is said, or what is to be heard."
                )
                % {"title": audio.title},
                node.child("audio"),
            )
