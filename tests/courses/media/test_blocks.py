"""Videos and sound within a page: what is asked of authors, and what readers get."""

import json
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

from cms.core import chosen
from courses.media.blocks import AudioBlock, VideoBlock
from tests.factories.media import AudioFactory, CaptionTrackFactory, VideoFactory

VIMEO = "https://vimeo.com/76979871"
pytestmark = pytest.mark.django_db


class Body(blocks.StreamBlock):
    video = VideoBlock()
    audio = AudioBlock()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def body(*items: tuple[str, dict]) -> blocks.StreamValue:
    raw = [{"type": kind, "value": value, "id": f"b{at}"} for at, (kind, value) in enumerate(items)]
    return Body().to_python(raw)


def shown(*items: tuple[str, dict], **context) -> str:
    return "".join(one.render_as_block(context) for one in body(*items))


def faults(**value) -> dict[str, str]:
    block = VideoBlock()
    value = {"video": None, "address": "", "title": ""} | value
    try:
        block.clean(block.normalize(value))
    except StructBlockValidationError as error:
        return {name: one.message for name, one in error.block_errors.items()}
    return {}


class TestWhatIsAsked:
    def test_one_video_is_enough(self):
        assert faults(video=VideoFactory()) == {}
        assert faults(address=VIMEO, title="Float times") == {}

    def test_none_is_too_few(self):
        assert faults(title="Float times") == {
            "video": "Choose a video, or give an address at YouTube or Vimeo."
        }

    def test_two_are_too_many(self):
        assert faults(video=VideoFactory(), address=VIMEO) == {
            "address": "Leave the address empty, or take the chosen video away."
        }

    @pytest.mark.parametrize("address", ["https://evil.example/1", "javascript:alert(1)", "Vimeo"])
    def test_an_unknown_address_is_refused_at_its_field(self, address):
        assert faults(address=address, title="Float times") == {
            "address": "This is no address of a video at YouTube or Vimeo. Open the video there"
            " and copy the address from the browser."
        }

    def test_a_video_elsewhere_needs_a_title(self):
        assert faults(address=VIMEO, title=" ") == {
            "title": "Give the video a title: it stands there until it plays."
        }

    def test_a_draft_may_wait_for_all_of_it(self):
        block = VideoBlock()
        value = block.normalize({"video": None, "address": "half an addr", "title": ""})
        assert block.clean_deferred(value)["address"] == "half an addr"


class TestOurOwnVideo:
    def test_the_browsers_player_has_the_file_its_words_and_its_poster(self):
        video = VideoFactory(title="Float times", width=1280, height=720, captions=["en", "ar"])
        video.poster.save("poster.jpg", ContentFile(b"jpeg"))
        html = shown(("video", {"video": video.pk, "address": "", "title": ""}))
        assert html.count("<video controls") == 1
        assert 'aria-label="Video: Float times"' in html
        assert f'<source src="{video.file.url}"' in html
        assert 'type="video/mp4"' in html
        assert f'poster="{video.poster.url}"' in html
        assert 'width="1280" height="720"' in html
        for track in video.caption_tracks.all():
            assert f'src="{track.file.url}"' in html
        assert 'srclang="ar"' in html
        assert 'label="العربية"' in html
        assert 'preload="metadata"' in html
        assert "autoplay" not in html
        assert "http" not in html

    def test_a_title_in_the_lesson_goes_before_the_videos_own(self):
        video = VideoFactory(title="IMG_2034")
        html = shown(("video", {"video": video.pk, "title": "From <float> times to flow"}))
        assert 'aria-label="Video: From &lt;float&gt; times to flow"' in html
        assert "IMG_2034" not in html

    def test_what_is_said_is_read_under_it_in_the_readers_language_first(self):
        video = VideoFactory()
        CaptionTrackFactory(video=video, language="ar", cues=[[108_000, 110_000, "ماء"]])
        CaptionTrackFactory(video=video, language="en", cues=[[3_723_500, 3_724_000, "A <b>\nb"]])
        CaptionTrackFactory(
            video=video, language="en", kind="subtitles", cues=[[0, 1, "only speech"]]
        )
        value = ("video", {"video": video.pk})
        english = shown(value)
        assert english.count("<details") == 2
        assert english.index("English") < english.index('<small lang="ar"')
        assert 'data-at="3723.500"' in english
        assert "1:02:03" in english
        assert "A &lt;b&gt;<br>b" in english
        assert "only speech" not in english
        assert "1:48" in english
        assert '<span lang="ar" dir="rtl">ماء</span>' in english
        with translation.override("ar"):
            arabic = shown(value)
        assert arabic.index('<small lang="ar"') < arabic.index('<small lang="en"')

    def test_nothing_is_shown_of_a_video_that_is_gone(self):
        assert shown(("video", {"video": 12345})).strip() == ""
        assert shown(("audio", {"audio": 12345})).strip() == ""

    @pytest.mark.parametrize("silent", [True, False])
    def test_only_its_author_is_told_that_captions_are_lacking(self, silent):
        video = VideoFactory(nothing_is_spoken=silent)
        value = ("video", {"video": video.pk})
        words = "This video has no captions yet."
        editor = SimpleNamespace(is_preview=True)
        assert (words in shown(value, request=editor)) is not silent
        assert words not in shown(value, request=SimpleNamespace())
        ticked = ("video", {"video": video.pk, "nothing_is_spoken": True})
        assert words not in shown(ticked, request=editor)
        CaptionTrackFactory(video=video)
        assert words not in shown(value, request=editor)


class TestVideoElsewhere:
    def test_nothing_of_it_is_loaded_before_play_is_pressed(self):
        html = shown(("video", {"address": VIMEO, "title": "Float <times>"}))
        assert "<iframe" not in html
        assert "<img" not in html
        assert f'href="{VIMEO}"' in html
        assert 'rel="noopener noreferrer external"' in html
        frame = "https://player.vimeo.com/video/76979871?autoplay=1&amp;dnt=1"
        assert f'data-address="{frame}"' in html
        assert html.count("https://") == 2
        assert "Float &lt;times&gt;" in html
        assert "Nothing is loaded from Vimeo until you press play." in html

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "https://evil.example/", '"><b>'])
    def test_an_unknown_address_is_not_shown_in_a_preview_either(self, address):
        assert shown(("video", {"address": address, "title": "T"})).strip() == ""


def test_sound_has_the_browsers_player_and_what_is_said():
    audio = AudioFactory(title="Crook Beck", transcript="Listen.\n\nIt <falls>.")
    html = shown(("audio", {"audio": audio.pk, "title": ""}))
    assert html.count("<audio controls") == 1
    assert 'aria-label="Audio: Crook Beck"' in html
    assert f'<source src="{audio.file.url}"' in html
    assert 'type="audio/mpeg"' in html
    assert "<p>Listen.</p>" in html
    assert "It &lt;falls&gt;." in html
    audio.transcript = ""
    audio.save()
    assert "<details" not in shown(("audio", {"audio": audio.pk}))


def test_many_videos_cost_as_many_statements_as_few():
    def read(count: int) -> int:
        videos = [VideoFactory(captions=["en", "fr"]) for _ in range(count)]
        sounds = [AudioFactory() for _ in range(count)]
        items = [
            item
            for video, sound in zip(videos, sounds, strict=True)
            for item in (
                ("video", {"video": video.pk}),
                ("video", {"video": video.pk}),
                ("audio", {"audio": sound.pk}),
            )
        ]
        with CaptureQueriesContext(connection) as queries:
            html = shown(*items)
        assert html.count("<video") - html.count("<video-") == 2 * count
        assert html.count("<track") == 4 * count
        return len(queries)

    # Videos, their captions, sounds.
    assert read(2) == read(9) == 3


def test_a_form_with_many_videos_is_shown_in_as_many_statements_as_one_with_few():
    def show(count: int) -> int:
        data = {"body-count": str(count)}
        for at in range(count):
            video = VideoFactory(captions=["en"])
            fields = {"type": "video", "order": at, "deleted": "", "id": f"b{at}"}
            fields |= {"value-video": video.pk, "value-address": "", "value-title": ""}
            data |= {f"body-{at}-{name}": str(value) for name, value in fields.items()}
        # As at the start of a request; the signal itself would close the test's connection.
        chosen._begin()
        chosen.note_form(data, "body")
        with CaptureQueriesContext(connection) as queries:
            value = Body().value_from_datadict(data, {}, "body")
            html = "".join(one.render_as_block({}) for one in value)
            assert Body().get_form_state(value)[0]["value"]["video"]["title"].startswith("Film")
        assert html.count("<track") == count
        return len(queries)

    try:
        # Videos and their captions.
        assert show(2) == show(9) == 2
    finally:
        chosen._end()


def test_only_the_title_is_offered_to_translators():
    video, audio = VideoFactory(), AudioFactory()
    value = body(
        ("video", {"video": video.pk, "address": "", "title": "Float times"}),
        ("video", {"address": VIMEO, "title": "Elsewhere"}),
        ("audio", {"audio": audio.pk, "title": "Crook Beck"}),
    )
    extractor = StreamFieldSegmentExtractor(
        SimpleNamespace(stream_block=Body()), include_overridables=True
    )
    found = [
        (one.path, getattr(one, "string", None)) for one in extractor.handle_stream_block(value)
    ]
    assert [(path, string.data if string else None) for path, string in found] == [
        ("b0.title", "Float times"),
        ("b1.title", "Elsewhere"),
        ("b2.title", "Crook Beck"),
    ]


def test_old_content_without_a_field_is_read():
    video = VideoFactory()
    (block,) = body(("video", {"video": video.pk}))
    assert (block.value["address"], block.value["title"]) == ("", "")
    assert json.loads(json.dumps(block.get_prep_value()["value"])) == {
        "video": video.pk,
        "address": "",
        "title": "",
        "nothing_is_spoken": False,
    }
