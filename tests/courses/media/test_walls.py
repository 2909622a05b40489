"""What another instructor learns of somebody's recordings in the admin: nothing.

Asked without the walls of `courses.pages` around the admin: these views keep to the person's
own collections by themselves.
"""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection

from courses.media.models import Audio, CaptionTrack, Video
from courses.media.permissions import choosable
from tests.factories.media import AudioFactory, CaptionTrackFactory, VideoFactory, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_walls")]

CANARY = "kingfisher"
# What is asked for comes back in the answer, so it must not be the whole of it.
ASKED = CANARY[:6]


@pytest.fixture
def secret(ines):
    """Return what is Ines' alone: every word of it is a canary."""
    video = VideoFactory(collection=ines.collection, title=f"{CANARY} film")
    CaptionTrackFactory(video=video, cues=[[0, 1, f"{CANARY} words"]])
    audio = AudioFactory(
        collection=ines.collection, title=f"{CANARY} sound", transcript=f"{CANARY} said"
    )
    for row, folder in ((video, "videos"), (audio, "audio")):
        name = default_storage.save(f"{folder}/{CANARY}.mp4", row.file)
        type(row).objects.filter(pk=row.pk).update(file=name)
    CaptionTrack.objects.update(file=f"captions/{CANARY}.vtt")
    return {"video": video, "audio": audio}


def addresses(kind: str, pk: int) -> list[str]:
    space = "courses_videos" if kind == "video" else "courses_audio"
    chooser = f"courses_{kind}_chooser"
    return [
        reverse(f"{space}:index"),
        reverse(f"{space}:index") + f"?q={ASKED}",
        reverse(f"{space}:index_results") + f"?q={ASKED}",
        reverse(f"{space}:add"),
        *[
            reverse(f"{space}:{view}", args=[pk])
            for view in ("edit", "delete", "usage", "history", "history_results")
        ],
        reverse(f"{chooser}:choose"),
        reverse(f"{chooser}:choose") + f"?q={ASKED}",
        reverse(f"{chooser}:choose_results") + f"?q={ASKED}",
        reverse(f"{chooser}:chosen", args=[pk]),
        reverse(f"{chooser}:chosen_multiple") + f"?id={pk}&multiple=1",
        reverse(f"{chooser}:create"),
        reverse("wagtail_bulk_action", args=["courses_media", kind, "delete"]) + f"?id={pk}",
    ]


@pytest.mark.parametrize("kind", ["video", "audio"])
class TestEveryAddress:
    def test_the_owner_finds_the_canary(self, client, ines, secret, kind):
        client.force_login(ines.user)
        found = [
            address
            for address in addresses(kind, secret[kind].pk)
            if CANARY in client.get(address).content.decode()
        ]
        # Neither an empty form, nor the parts of a list with nothing to search by, nor bulk.
        assert len(found) >= 9

    def test_another_instructor_does_not(self, client, tom, secret, kind):
        client.force_login(tom.user)
        for address in addresses(kind, secret[kind].pk):
            answer = client.get(address)
            text = answer.content.decode()
            assert CANARY not in text, address
            assert "Course of Ines" not in text, address

    def test_whether_it_is_there_is_not_to_be_seen_either(self, client, tom, secret, kind):
        client.force_login(tom.user)
        for theirs, nobodys in zip(
            addresses(kind, secret[kind].pk), addresses(kind, 987_654), strict=True
        ):
            there, gone = client.get(theirs), client.get(nobodys)
            assert there.status_code == gone.status_code, theirs

    def test_a_learner_and_a_guest_come_to_none(self, client, tom, secret, kind):
        for user in (None, tom.user):
            if user:
                tom.user.groups.clear()
                client.force_login(user)
            for address in addresses(kind, secret[kind].pk):
                assert client.get(address).status_code in {302, 403}, address


@pytest.mark.parametrize("kind", ["video", "audio"])
class TestWriting:
    def test_nobody_elses_is_changed_or_deleted(self, client, tom, secret, kind, folder):
        client.force_login(tom.user)
        space = "courses_videos" if kind == "video" else "courses_audio"
        before = secret[kind].__class__.objects.values().get()
        stored = sorted(path for path in folder.rglob("*") if path.is_file())
        data = {"title": "Mine now", "caption_tracks-TOTAL_FORMS": 0}
        data["caption_tracks-INITIAL_FORMS"] = 0
        for view in ("edit", "delete"):
            address = reverse(f"{space}:{view}", args=[secret[kind].pk])
            # Nothing is there: the site looks for it in the languages too.
            assert client.post(address, data, follow=True).status_code == 404
        assert secret[kind].__class__.objects.values().get() == before
        assert sorted(path for path in folder.rglob("*") if path.is_file()) == stored

    def test_nothing_is_put_into_a_collection_of_others(self, client, ines, tom, kind, folder):
        # With two of her own, the form asks which.
        second = tom.collection.add_child(name="Second")
        client.force_login(tom.user)
        space = "courses_videos" if kind == "video" else "courses_audio"
        name = "film.mp4" if kind == "video" else "sound.mp3"
        model = Video if kind == "video" else Audio
        data = {"title": "Mine", "caption_tracks-TOTAL_FORMS": 0, "caption_tracks-INITIAL_FORMS": 0}
        for address in (reverse(f"{space}:add"), reverse(f"courses_{kind}_chooser:create")):
            for place in (ines.collection, Collection.get_first_root_node()):
                client.post(address, data | {"file": sent(name), "collection": place.pk})
        assert not model.objects.exists()
        assert not any(path.is_file() for path in folder.rglob("*"))
        own = data | {"file": sent(name), "collection": second.pk}
        assert client.post(reverse(f"{space}:add"), own).status_code == 302
        assert model.objects.get().collection == second

    def test_a_recording_does_not_move_to_a_collection_of_others(self, client, ines, tom, kind):
        make = VideoFactory if kind == "video" else AudioFactory
        own = make(collection=tom.collection)
        tom.collection.add_child(name="Second")
        client.force_login(tom.user)
        space = "courses_videos" if kind == "video" else "courses_audio"
        client.post(
            reverse(f"{space}:edit", args=[own.pk]),
            {
                "title": "Moved",
                "collection": ines.collection.pk,
                "caption_tracks-TOTAL_FORMS": 0,
                "caption_tracks-INITIAL_FORMS": 0,
            },
        )
        own.refresh_from_db()
        assert own.collection == tom.collection
        assert own.title != "Moved"


class TestRights:
    """Each right opens what it is for, and nothing else."""

    def statuses(self, client, place, pk: int) -> dict[str, int]:
        client.force_login(place.user)
        views = {
            "list": reverse("courses_videos:index"),
            "add": reverse("courses_videos:add"),
            "edit": reverse("courses_videos:edit", args=[pk]),
            "delete": reverse("courses_videos:delete", args=[pk]),
            "chosen": reverse("courses_video_chooser:chosen", args=[pk]),
        }
        return {name: client.get(address).status_code for name, address in views.items()}

    @pytest.mark.parametrize(
        ("rights", "opened"),
        [
            ((), set()),
            (("choose_video",), {"chosen"}),
            (("change_video",), {"list", "edit", "delete"}),
            (("add_video",), {"list", "add"}),
            (("change_audio", "choose_audio", "add_audio"), set()),
        ],
    )
    def test_a_right_in_the_collection(self, client, ines, rights, opened):
        video = VideoFactory(collection=ines.collection)
        ines.may(*rights)
        statuses = self.statuses(client, ines, video.pk)
        assert {name for name, status in statuses.items() if status == 200} == opened

    def test_who_added_one_may_edit_it(self, client, ines):
        video = VideoFactory(collection=ines.collection, uploaded_by_user=ines.user)
        ines.may("add_video")
        statuses = self.statuses(client, ines, video.pk)
        assert {name for name, status in statuses.items() if status == 200} == {
            "list",
            "add",
            "edit",
            "delete",
        }

    def test_what_may_be_put_into_a_page(self, ines, tom):
        own = VideoFactory(collection=ines.collection)
        VideoFactory(collection=tom.collection)
        sound = AudioFactory(collection=ines.collection)
        assert list(choosable(ines.user, Video)) == [own]
        assert list(choosable(ines.user, Audio)) == [sound]
        ines.may("change_video", "add_video")
        fresh = type(ines.user).objects.get(pk=ines.user.pk)
        assert list(choosable(fresh, Video)) == []


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_lists_cost_as_many_statements_for_many_as_for_few(client, ines, kind):
    make = VideoFactory if kind == "video" else AudioFactory
    words = {"captions": ["en"]} if kind == "video" else {}
    space = "courses_videos" if kind == "video" else "courses_audio"
    client.force_login(ines.user)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    both = [reverse(f"{space}:index"), reverse(f"courses_{kind}_chooser:choose")]
    make.create_batch(2, collection=ines.collection, **words)
    # Once for what a process keeps.
    for address in both:
        count(address)
    few = [count(address) for address in both]
    make.create_batch(8, collection=ines.collection, **words)
    assert [count(address) for address in both] == few
