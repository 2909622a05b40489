"""People's pictures: where they lie, and who sees them."""

import io
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.accounts.services import delete_users, remove_picture, set_picture
from tests.factories.accounts import InstructorRequestFactory, UserFactory


def webp(colour: str = "green") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(kept, "WEBP")
    return kept.getvalue()


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def ada(db) -> User:
    ada = UserFactory(display_name="Ada")
    set_picture(ada, webp())
    return ada


def status(user: User | None, address: str) -> int:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(address).status_code


class TestWhoSees:
    def test_owner_gets_the_bytes_and_nothing_that_runs(self, ada, client):
        client.force_login(ada)
        response = client.get(ada.avatar.url)
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == webp()
        assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
            "image/webp",
            "nosniff",
        )
        assert "private" in response["Cache-Control"]

    @pytest.mark.parametrize("role", ["learner", "instructor", "reviewer", "translator"])
    def test_others_do_not(self, ada, role):
        assert status(UserFactory(**{role: True}), ada.avatar.url) == 403
        assert status(None, ada.avatar.url) == 403

    def test_administrators_do_until_they_lose_the_right(self, ada):
        admin = UserFactory(administrator=True)
        assert status(admin, ada.avatar.url) == 200
        admin.groups.clear()
        assert status(admin, ada.avatar.url) == 403

    def test_staff_see_each_other(self, ada):
        reviewer, colleague = UserFactory(reviewer=True), UserFactory(instructor=True)
        set_picture(colleague, webp())
        assert status(reviewer, colleague.avatar.url) == 200
        assert status(ada, colleague.avatar.url) == 403

    def test_who_was_deactivated_sees_nothing(self, ada):
        address = ada.avatar.url
        client = Client()
        client.force_login(ada)
        User.objects.filter(pk=ada.pk).update(is_active=False)
        assert client.get(address).status_code == 403

    def test_address_of_a_picture_that_was_replaced_opens_nothing(self, ada):
        old = ada.avatar.url
        set_picture(ada, webp("red"))
        assert status(ada, old) == 403
        assert status(ada, ada.avatar.url) == 200


@pytest.mark.django_db(transaction=True)
class TestFiles:
    """Files go when the transaction is committed, and stay when it is not."""

    def test_name_tells_nothing_and_is_never_the_same(self, ada):
        first = ada.avatar.name
        set_picture(ada, webp())
        folder, _slash, name = ada.avatar.name.partition("/")
        assert (folder, len(name)) == ("avatars", 32 + len(".webp"))
        assert first != ada.avatar.name
        assert "picture" not in name
        assert User.objects.get(pk=ada.pk).avatar.name == ada.avatar.name

    def test_replaced_removed_and_deleted_peoples_files_are_gone(self, ada):
        for change in (
            lambda: set_picture(ada, webp("red")),
            lambda: remove_picture(ada),
            lambda: set_picture(ada, webp()) or delete_users([ada]),
        ):
            change()
            kept = [ada.avatar.name] if User.objects.filter(pk=ada.pk, avatar__gt="") else []
            names = [f"avatars/{name}" for name in default_storage.listdir("avatars")[1]]
            assert names == kept

    def test_removing_what_is_not_there_does_nothing(self):
        user = UserFactory()
        remove_picture(user)
        assert User.objects.get(pk=user.pk).avatar == ""

    def test_old_file_stays_when_the_change_does_not(self, ada):
        old = ada.avatar.name
        with pytest.raises(RuntimeError), transaction.atomic():
            set_picture(ada, webp("red"))
            raise RuntimeError("planted")
        assert default_storage.exists(old)
        assert User.objects.get(pk=ada.pk).avatar.name == old

    def test_two_people_never_share_a_file(self, ada):
        with pytest.raises(IntegrityError):
            User.objects.filter(pk=UserFactory().pk).update(avatar=ada.avatar.name)


@pytest.mark.django_db
class TestAdmin:
    def test_picture_stands_in_the_admin(self, ada, client):
        admin = UserFactory(administrator=True)
        set_picture(admin, webp())
        client.force_login(admin)
        assert admin.avatar.url in client.get("/admin/").content.decode()
        address = User.objects.get(pk=ada.pk).avatar.url
        assert address in client.get("/admin/users/").content.decode()

    def test_picture_language_and_zone_are_kept_in_one_place(self, client):
        client.force_login(UserFactory(administrator=True))
        page = client.get("/admin/account/").content.decode()
        assert 'href="/en/accounts/profile/"' in page
        assert 'type="file"' not in page
        assert "preferred_language" not in page
        assert "current_time_zone" not in page

    def test_admin_speaks_the_accounts_language_in_its_zone(self, client):
        asked = InstructorRequestFactory(asked_at=datetime(2026, 3, 1, 22, 30, tzinfo=UTC))
        user = UserFactory(administrator=True, language="fr", time_zone="Africa/Nairobi")
        client.force_login(user)
        page = client.get(f"/admin/teach-requests/{asked.pk}/").content.decode()
        assert 'lang="fr"' in page
        # In Nairobi it is the next day already.
        assert "2 mars 2026 01:30" in page
        assert not UserProfile.objects.filter(user=user).exists()

    def test_a_language_that_wagtail_does_not_speak_has_our_words_in_the_admin(self, client):
        client.force_login(UserFactory(administrator=True, language="sw"))
        assert 'lang="sw"' in client.get("/admin/").content.decode()
