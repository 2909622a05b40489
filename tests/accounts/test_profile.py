"""The profile page: what a person says about themselves, and what follows from it."""

import re
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from cms.accounts.middleware import TimeZoneMiddleware
from cms.accounts.models import User
from cms.accounts.time_zones import offset_words, time_zone_choices, zone_of
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
PATH = "/en/accounts/profile/"
GIVEN = {
    "display_name": "Ada Lovelace",
    "about": "I  weave\nnumbers.",
    "language": "fr",
    "time_zone": "Africa/Nairobi",
}


@pytest.fixture
def user(client) -> User:
    user = UserFactory(display_name="Ada")
    client.force_login(user)
    return user


def test_saving_keeps_everything_and_leads_on_in_the_chosen_language(client, user):
    response = client.post(PATH, GIVEN)
    assert (response.status_code, response["Location"]) == (302, "/fr/accounts/profile/")
    user.refresh_from_db()
    kept = (user.display_name, user.about, user.language, user.time_zone)
    assert kept == ("Ada Lovelace", "I weave numbers.", "fr", "Africa/Nairobi")
    page = client.get(response["Location"]).content.decode()
    assert '<html lang="fr"' in page
    assert 'value="Ada Lovelace"' in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("display_name", "", "Enter your name."),
        ("display_name", "x" * 81, "at most 80 characters"),
        ("about", "x" * 281, "at most 280 characters"),
        ("language", "sw", "Choose a language from the list."),
        ("time_zone", "Mars/Base", "Choose a time zone from the list."),
    ],
)
def test_one_wrong_field_saves_nothing_and_loses_nothing(client, user, field, value, words):
    response = client.post(PATH, {**GIVEN, field: value})
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert f'href="#id_{field}"' in page
    assert page.count('aria-invalid="true"') == 1
    # The head of the page still says who is signed in.
    assert re.search(r"<summary[^>]*>\s*<bdi>Ada</bdi>", page) or ">Ada<" in page
    rest = {"display_name": 'value="Ada Lovelace"', "time_zone": '"Africa/Nairobi" selected'}
    for name, text in rest.items():
        assert (text in page) == (name != field)
    user.refresh_from_db()
    assert (user.display_name, user.about, user.language) == ("Ada", "", "en")


def test_only_what_is_asked_for_can_be_changed(client, user):
    client.post(PATH, {**GIVEN, "email": "other@example.org", "is_superuser": "on", "groups": "1"})
    changed = User.objects.get(pk=user.pk)
    assert (changed.email, changed.is_superuser, changed.groups.count()) == (user.email, False, 0)


def test_mails_come_in_the_chosen_language(client, user, mails):
    client.post(PATH, GIVEN)
    Client().post("/en/accounts/password/reset/", {"email": user.email})
    assert mails()[0].language == "fr"


def test_language_of_sign_up_is_the_accounts(client):
    fields = {"display_name": "Ada", "email": "a@example.org", "password1": "quiet-river-stones"}
    client.post("/ar/accounts/signup/", fields)
    assert User.objects.get(email="a@example.org").language == "ar"


@pytest.mark.parametrize(
    "path", ["/en/accounts/email/", "/en/accounts/password/change/", "/en/accounts/profile/"]
)
def test_the_accounts_pages_lead_to_each_other(client, user, path):
    page = client.get(path).content.decode()
    menu = re.search(r'<nav class="settings-menu".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', menu)[:3] == [
        "/en/accounts/profile/",
        "/en/accounts/email/",
        "/en/accounts/password/change/",
    ]
    assert re.search(rf'href="{path}"\s+aria-current="page"', menu)
    assert menu.count("aria-current") == 1


class TestTimeZones:
    WINTER = datetime(2026, 1, 15, tzinfo=UTC)
    SUMMER = datetime(2026, 7, 15, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("name", "at", "words"),
        [
            ("UTC", WINTER, "UTC"),
            ("Africa/Nairobi", WINTER, "UTC+3"),
            ("Asia/Kathmandu", WINTER, "UTC+5:45"),
            ("America/St_Johns", WINTER, "UTC\u22123:30"),
            ("Europe/Paris", WINTER, "UTC+1"),
            ("Europe/Paris", SUMMER, "UTC+2"),
        ],
    )
    def test_distance_from_utc(self, name, at, words):
        assert offset_words(name, at) == words

    def test_choices_are_grouped_by_region(self):
        choices = time_zone_choices(at=self.WINTER)
        groups = {str(label): dict(rows) for label, rows in choices[1:]}
        assert choices[0] == ("UTC", "UTC")
        assert list(groups)[:2] == ["Africa", "America"]
        assert groups["Africa"]["Africa/Dar_es_Salaam"] == "Dar es Salaam (\u2066UTC+3\u2069)"
        assert groups["America"]["America/Argentina/Salta"].startswith("Argentina, Salta")
        # Browsers still give this old name.
        assert "Asia/Calcutta" in groups["Asia"]
        assert not any(
            name.startswith(("Etc/", "US/")) for rows in groups.values() for name in rows
        )

    def test_a_zone_outside_the_list_stays_the_persons(self, client):
        user = UserFactory(time_zone="Etc/GMT+5")
        client.force_login(user)
        assert '<option value="Etc/GMT+5" selected>' in client.get(PATH).content.decode()
        client.post(PATH, {**GIVEN, "time_zone": "Etc/GMT+5"})
        user.refresh_from_db()
        assert (user.display_name, user.time_zone) == ("Ada Lovelace", "Etc/GMT+5")

    def test_a_zone_that_is_gone_counts_as_utc(self):
        assert str(zone_of("Europe/Atlantis")) == "UTC"
        assert str(zone_of("../etc/passwd")) == "UTC"


class Untouchable:
    """Fails whoever asks who is signed in."""

    def __getattr__(self, name: str):
        raise AssertionError(f"request.user.{name} was read")


class TestMiddleware:
    def zones_seen(self, user, cookies: dict[str, str]) -> tuple[str, str]:
        """Return the zone within a view and after the request."""
        seen = []

        def answer(request: HttpRequest) -> HttpResponse:
            middleware.process_view(request)
            seen.append(timezone.get_current_timezone_name())
            return HttpResponse()

        middleware = TimeZoneMiddleware(answer)
        request = RequestFactory().get("/")
        request.COOKIES = cookies
        request.user = user
        middleware(request)
        return seen[0], timezone.get_current_timezone_name()

    def test_zone_is_the_persons_within_the_request_alone(self, settings):
        user = UserFactory.build(time_zone="Asia/Kathmandu")
        cookies = {settings.SESSION_COOKIE_NAME: "x"}
        assert self.zones_seen(user, cookies) == ("Asia/Kathmandu", "UTC")

    def test_requests_without_a_session_ask_for_nobody(self):
        assert self.zones_seen(Untouchable(), {}) == ("UTC", "UTC")

    def test_the_thread_is_clean_after_a_failure(self, settings):
        def fail(request: HttpRequest) -> HttpResponse:
            timezone.activate("Asia/Kathmandu")
            raise RuntimeError("planted")

        with pytest.raises(RuntimeError):
            TimeZoneMiddleware(fail)(RequestFactory().get("/"))
        assert timezone.get_current_timezone_name() == "UTC"


def test_profile_page_costs_the_same_however_many_people_there_are(
    client, user, django_assert_num_queries
):
    make_site(["en", "fr", "ar"])
    for _round in range(2):
        client.get(PATH)
        with django_assert_num_queries(9):
            client.get(PATH)
        UserFactory.create_batch(10)
