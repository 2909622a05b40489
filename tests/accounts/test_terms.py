"""Terms are accepted by version: at sign-up, and once when a newer version is live."""

import re
import threading
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from cms.accounts.models import TermsAcceptance, User
from cms.accounts.services import TermsVersion, accept_terms, register_terms_source
from cms.accounts.services import terms as terms_service
from cms.pages.enums import LegalKind
from cms.pages.models import LegalPage
from cms.pages.services import draft_legal_pages
from tests.accounts.conftest import sign_up
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PATH = "/en/accounts/terms/"


class Source:
    """Live terms as a test sets them."""

    version: int | None = 3

    def __call__(self, language: str) -> TermsVersion | None:
        if self.version is None:
            return None
        return TermsVersion(self.version, f"/{language}/terms/", f"Terms <{language}>")


@pytest.fixture
def source(monkeypatch) -> Source:
    monkeypatch.setattr(terms_service, "_sources", [])
    source = Source()
    register_terms_source(source)
    return source


def signed_in_form(page: str) -> str:
    """Return the version that a page's form carries."""
    return re.search(r'name="terms_version" value="([^"]+)"', page)[1]


def filled_in(client, language: str = "en", **data):
    page = client.get(f"/{language}/accounts/signup/").content.decode()
    fields = {"accept_terms": "on", "terms_version": signed_in_form(page), **data}
    return sign_up(client, language=language, **fields)


@pytest.mark.django_db
class TestSignUp:
    def test_without_live_terms_nothing_is_asked(self, client, source):
        source.version = None
        assert "accept_terms" not in client.get("/en/accounts/signup/").content.decode()
        assert sign_up(client).status_code == 302
        assert User.objects.get().terms_version == 0
        assert not TermsAcceptance.objects.exists()

    @pytest.mark.parametrize("language", ["en", "fr", "ar"])
    def test_version_and_language_are_kept_with_the_account(self, client, source, language):
        page = client.get(f"/{language}/accounts/signup/").content.decode()
        assert f'<a href="/{language}/terms/" target="_blank">Terms &lt;{language}&gt;</a>' in page
        assert filled_in(client, language).status_code == 302
        acceptance = TermsAcceptance.objects.get()
        user = User.objects.get()
        assert (acceptance.user, acceptance.version, acceptance.language) == (user, 3, language)
        assert user.terms_version == 3

    def test_without_the_tick_there_is_no_account(self, client, source):
        response = filled_in(client, accept_terms="")
        page = response.content.decode()
        assert response.status_code == 200
        assert "tick the box" in page
        assert 'href="#id_accept_terms"' in page
        assert 'value="Ada"' in page
        assert (User.objects.count(), TermsAcceptance.objects.count()) == (0, 0)

    @pytest.mark.parametrize("signed", ["", "3", "3:forged"])
    def test_version_that_we_did_not_sign_counts_for_nothing(self, client, source, signed):
        response = filled_in(client, terms_version=signed)
        assert "The terms changed while you were here." in response.content.decode()
        assert (User.objects.count(), TermsAcceptance.objects.count()) == (0, 0)

    def test_terms_that_changed_meanwhile_are_shown_and_asked_again(self, client, source):
        signed = signed_in_form(client.get("/en/accounts/signup/").content.decode())
        source.version = 4
        response = sign_up(client, accept_terms="on", terms_version=signed)
        page = response.content.decode()
        assert "The terms changed while you were here." in page
        assert not re.search(r'name="accept_terms"[^>]*\schecked', page)
        assert not User.objects.exists()
        sign_up(client, accept_terms="on", terms_version=signed_in_form(page))
        assert TermsAcceptance.objects.get().version == 4

    def test_address_that_is_known_accepts_nothing_for_its_owner(self, client, source, mails):
        owner = UserFactory(email="ada@example.org")
        assert filled_in(client).status_code == 302
        owner.refresh_from_db()
        assert (owner.terms_version, TermsAcceptance.objects.count()) == (0, 0)

    def test_failure_after_the_tick_leaves_nothing(self, client, source, monkeypatch):
        monkeypatch.setattr(
            "cms.accounts.adapter.send_account_mail",
            lambda *args, **kwargs: (_ for _ in ()).throw(RuntimeError("planted")),
        )
        client.raise_request_exception = False
        assert filled_in(client).status_code == 500
        assert (User.objects.count(), TermsAcceptance.objects.count()) == (0, 0)


@pytest.mark.django_db
class TestNewerTerms:
    BANNER = "The terms of this site are new to you."

    @pytest.fixture
    def user(self, client, source) -> User:
        user = UserFactory()
        accept_terms(user, version=3, language="en", now=NOW)
        client.force_login(user)
        return user

    def publish(self, source: Source, version: int) -> None:
        source.version = version
        cache.clear()

    def test_banner_asks_until_the_newer_version_is_accepted(self, client, user, source):
        here = "/en/accounts/profile/"
        assert self.BANNER not in client.get(here).content.decode()
        self.publish(source, 4)
        client.force_login(user)
        page = client.get(here).content.decode()
        assert self.BANNER in page
        assert f'href="{PATH}?next=/en/accounts/profile/"' in page
        page = client.get(f"{PATH}?next={here}").content.decode()
        assert self.BANNER not in page
        data = {"terms_version": signed_in_form(page), "next": here}
        for _twice in range(2):
            assert client.post(PATH, data)["Location"] == here
        assert list(
            user.terms_acceptances.order_by("version").values_list("version", flat=True)
        ) == [3, 4]
        assert self.BANNER not in client.get(here).content.decode()
        assert "You accepted these terms on" in client.get(PATH).content.decode()

    def test_nobody_is_locked_out(self, client, user, source):
        self.publish(source, 9)
        client.force_login(user)
        assert client.get("/en/teach/").status_code == 200

    def test_visitors_are_not_asked(self, source):
        assert self.BANNER not in Client().get("/en/teach/").content.decode()
        assert Client().get(PATH).status_code == 302

    def test_version_that_changed_meanwhile_is_not_accepted(self, client, user, source):
        self.publish(source, 4)
        client.force_login(user)
        signed = signed_in_form(client.get(PATH).content.decode())
        source.version = 5
        for value in (signed, "", "5"):
            page = client.post(PATH, {"terms_version": value}).content.decode()
            assert "The terms changed while you were here." in page
        assert user.terms_acceptances.count() == 1
        client.post(PATH, {"terms_version": signed_in_form(page)})
        user.refresh_from_db()
        assert user.terms_version == 5

    def test_without_terms_the_page_says_so(self, client, user, source):
        source.version = None
        assert "no terms to accept" in client.get(PATH).content.decode()
        assert client.post(PATH, {"terms_version": "x"}).status_code == 200
        assert user.terms_acceptances.count() == 1

    def test_older_version_does_not_take_the_newer_back(self, user):
        accept_terms(user, version=2, language="en", now=NOW)
        user.refresh_from_db()
        assert user.terms_version == 3

    def test_administrators_see_what_was_accepted_when(self, client, user):
        client.force_login(UserFactory(administrator=True))
        page = client.get(f"/admin/users/edit/{user.pk}/").content.decode()
        assert "Version 3, accepted on 1 March 2026, 12:00 in English" in page
        other = UserFactory()
        page = client.get(f"/admin/users/edit/{other.pk}/").content.decode()
        assert "No terms were accepted." in page

    def test_pages_cost_no_query_more_for_it(self, client, source):
        """The terms are remembered for a minute, what was accepted stands on the person."""
        asked = []
        terms_service._sources[:] = [lambda language: asked.append(language) or source(language)]
        client.force_login(UserFactory())
        for _round in range(3):
            client.get("/en/teach/")
        assert asked == ["en"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_yes_that_comes_twice_at_once_is_written_once():
    user = UserFactory()
    start = threading.Barrier(2)
    rows = []

    def accept() -> None:
        start.wait(timeout=20)
        try:
            acceptance = accept_terms(user, version=3, language="en", now=NOW)
            rows.append(acceptance.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows) == 2
    assert len(set(rows)) == 1
    assert TermsAcceptance.objects.count() == 1


@pytest.mark.django_db
def test_terms_that_an_owner_publishes_are_what_people_accept(client):
    """With the legal pages of the site, from the first version to the second."""
    make_site(["en", "fr"])
    draft_legal_pages()

    def publish(code: str, words: str) -> LegalPage:
        page = LegalPage.objects.get(kind=LegalKind.TERMS, language=code)
        draft = page.get_latest_revision_as_object()
        draft.body = [("text", f"<p>{words}</p>")]
        draft.is_new_version = True
        draft.save_revision().publish()
        cache.clear()
        return LegalPage.objects.get(pk=page.pk)

    assert sign_up(Client(), "early@example.org").status_code == 302
    first = publish("en", "Be kind.")
    form = client.get("/en/accounts/signup/").content.decode()
    assert f'<a href="{first.get_url()}" target="_blank">' in form
    assert "Be kind." in client.get(first.get_url()).content.decode()
    assert filled_in(client).status_code == 302
    assert filled_in(Client(), "fr", email="fr@example.org").status_code == 302
    accepted = TermsAcceptance.objects.order_by("pk").values_list("user__email", "version")
    assert list(accepted) == [("ada@example.org", 1), ("fr@example.org", 1)]

    publish("en", "Be kind, always.")
    user = User.objects.get(email="ada@example.org")
    client.force_login(user)
    assert TestNewerTerms.BANNER in client.get("/en/").content.decode()
    client.post(PATH, {"terms_version": signed_in_form(client.get(PATH).content.decode())})
    assert list(accepted.all())[2:] == [("ada@example.org", 2)]
    assert TestNewerTerms.BANNER not in client.get("/en/").content.decode()
