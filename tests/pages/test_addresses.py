"""Which language `/` leads to, and how pages in several languages and scripts are addressed."""

import unicodedata
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction

from cms.pages.models import HomePage, StandardPage
from cms.pages.services import set_up_site
from courses.pages.models import CatalogPage
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

ARABIC = "/ar/%D8%A7%D9%84%D8%AF%D9%88%D8%B1%D8%A7%D8%AA/"
COMPOSED, DECOMPOSED = "caf\u00e9", "cafe\u0301"


@pytest.fixture
def site():
    return make_site(["en", "fr", "ar"])


@pytest.fixture
def base(settings) -> str:
    settings.WAGTAILADMIN_BASE_URL = "https://learn.example.org"
    return settings.WAGTAILADMIN_BASE_URL


def add_page(slug: str, *, code: str = "en", **values) -> StandardPage:
    home = HomePage.objects.get(locale__language_code=code)
    page = StandardPage(title="About us", slug=slug, locale=home.locale, **values)
    home.add_child(instance=page)
    return page


def head_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split("</head>")[0].split())


# The bare address.


@pytest.mark.parametrize(
    ("accepted", "target"),
    [
        ("", "/en/"),
        ("fr-CA,fr;q=0.9", "/fr/"),
        ("fr-CA", "/fr/"),
        ("ar", "/ar/"),
        ("AR-eg", "/ar/"),
        ("de", "/en/"),
        ("sw,fr;q=0.5", "/fr/"),
        ("de,sw;q=0.9,ar;q=0.8,fr;q=0.7", "/ar/"),
        ("fr;q=0.4,ar;q=0.6", "/ar/"),
        ("fr;q=0,ar;q=0.1", "/ar/"),
        ("fr;q=0", "/en/"),
        ("*", "/en/"),
        ("*,fr;q=0.5", "/en/"),
        ("fr,*;q=0.5", "/fr/"),
        ("fr;q=much", "/en/"),
        ("../../evil", "/en/"),
        ("x" * 5000, "/en/"),
    ],
)
def test_the_browser_is_asked_for_a_language_that_the_site_has(client, site, accepted, target):
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, target)


@pytest.mark.parametrize(
    ("cookie", "target"),
    [("ar", "/ar/"), ("sw", "/fr/"), ("xx", "/fr/"), ("//evil.example", "/fr/"), ("", "/fr/")],
)
def test_the_language_cookie_comes_before_the_browser(client, site, cookie, target):
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get("/", headers={"accept-language": "fr"})
    assert (response.status_code, response["Location"]) == (302, target)


@pytest.mark.parametrize(("language", "target"), [("ar", "/ar/"), ("sw", "/fr/")])
def test_the_language_of_a_person_comes_first(client, site, language, target):
    client.force_login(UserFactory(language=language))
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "fr"
    response = client.get("/", headers={"accept-language": "en"})
    assert (response.status_code, response["Location"]) == (302, target)


def test_the_answer_is_for_one_visitor_and_no_cache_may_keep_it(client, site):
    for method in (client.get, client.head):
        response = method("/?from=poster&x=%D8%A7", headers={"accept-language": "fr"})
        assert response.status_code == 302
        assert response["Location"] == "/fr/?from=poster&x=%D8%A7"
        assert response["Cache-Control"] == "private, no-store"
        assert {part.strip() for part in response["Vary"].split(",")} == {
            "Accept-Language",
            "Cookie",
        }
        assert not response.cookies
        assert response.content == b""
    client.force_login(UserFactory())
    assert not client.get("/").cookies


def test_other_methods_are_refused(client, site):
    assert client.post("/").status_code == 405


@pytest.mark.postgresql
def test_a_visitor_at_the_bare_address_costs_no_query(client, site):
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/", headers={"accept-language": "ar"}).status_code == 302
    assert len(queries) == 0


class SharedCache:
    """A small shared cache: keeps what it may, and tells requests apart by Vary."""

    def __init__(self, client) -> None:
        self.client, self.kept = client, {}

    def get(self, address: str, **headers: str) -> str:
        for (kept_address, varied), location in self.kept.items():
            if kept_address == address and all(headers.get(k, "") == v for k, v in varied):
                return location
        response = self.client.get(address, headers=headers)
        rules = response.get("Cache-Control", "")
        if "no-store" not in rules and "private" not in rules:
            names = [name.strip().lower() for name in response.get("Vary", "").split(",") if name]
            key = (address, tuple((name, headers.get(name, "")) for name in names))
            self.kept[key] = response["Location"]
        return response["Location"]


@pytest.mark.parametrize(
    ("address", "rest"), [("/", "/"), ("/accounts/login/", "/accounts/login/")]
)
def test_two_visitors_behind_one_cache_each_get_their_language(client, site, address, rest):
    cache = SharedCache(client)
    assert cache.get(address, **{"accept-language": "fr"}) == f"/fr{rest}"
    assert cache.get(address, **{"accept-language": "ar"}) == f"/ar{rest}"
    assert cache.kept == {}


def test_an_address_without_a_language_leads_to_one_that_the_site_has(client, site):
    response = client.get("/accounts/login/", headers={"accept-language": "sw,fr;q=0.5"})
    assert (response.status_code, response["Location"]) == (302, "/fr/accounts/login/")
    assert response["Cache-Control"] == "private, no-store"


# What search engines are told.


@pytest.mark.parametrize(
    ("addresses", "x_default"),
    [
        ({"en": "/en/", "fr": "/fr/", "ar": "/ar/"}, "/"),
        ({"en": "/en/courses/", "fr": "/fr/cours/", "ar": ARABIC}, "/en/courses/"),
    ],
)
def test_every_language_of_a_page_names_all_and_itself(client, site, base, addresses, x_default):
    for own in addresses.values():
        head = head_of(client, own)
        assert f'<link rel="canonical" href="{base}{own}">' in head
        assert head.count('rel="canonical"') == 1
        for code, address in addresses.items():
            assert f'<link rel="alternate" hreflang="{code}" href="{base}{address}">' in head
        assert f'hreflang="x-default" href="{base}{x_default}"' in head
        assert head.count('rel="alternate"') == len(addresses) + 1


def test_a_visitor_by_another_name_is_told_the_right_one(client, site, base):
    assert f'<link rel="canonical" href="{base}/en/">' in head_of(client, "/en/?utm_source=x")


def test_a_page_in_one_language_has_no_alternates(client, site, base):
    add_page("about")
    head = head_of(client, "/en/about/")
    assert f'<link rel="canonical" href="{base}/en/about/">' in head
    assert 'rel="alternate"' not in head


def test_drafts_and_closed_pages_are_not_named(client, site):
    page = add_page("about")
    for code, slug in (("fr", "a-propos"), ("ar", "about-ar")):
        copy = page.copy_for_translation(Locale.objects.get(language_code=code))
        copy.slug = slug
        copy.save()
        if code == "ar":
            copy.save_revision().publish()
    assert "a-propos" not in (html := client.get("/en/about/").content.decode())
    assert "/ar/about-ar/" in html
    closed = StandardPage.objects.get(slug="about-ar")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert "/ar/about-ar/" not in client.get("/en/about/").content.decode()


def test_the_page_in_the_sites_language_is_gone_then_nothing_stands_for_all(client, site, base):
    page = add_page("a-propos", code="fr")
    copy = page.copy_for_translation(Locale.objects.get(language_code="ar"))
    copy.save_revision().publish()
    head = head_of(client, "/fr/a-propos/")
    assert head.count('rel="alternate"') == 2
    assert "x-default" not in head


@pytest.mark.parametrize("address", ["/en/accounts/login/", "/en/accounts/signup/", "/en/teach/"])
def test_pages_that_are_no_content_name_nothing(client, site, address):
    html = client.get(address).content.decode()
    assert 'rel="canonical"' not in html
    assert 'rel="alternate"' not in html


@pytest.mark.postgresql
def test_the_alternates_share_their_query_with_the_menu(client, site):
    def asked() -> list[str]:
        client.get("/en/courses/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/courses/")
        of_pages = '"wagtailcore_page"."translation_key" ='
        return [row["sql"] for row in queries if of_pages in row["sql"]]

    assert len(asked()) == 1


# Addresses in every script.


def test_an_arabic_address_is_encoded_in_links_and_served(client, site):
    assert CatalogPage.objects.get(locale__language_code="ar").slug == "الدورات"
    assert client.get("/ar/الدورات/").status_code == 200
    html = client.get("/ar/").content.decode()
    assert f'href="{ARABIC}"' in html
    assert "/ar/الدورات" not in html


def test_the_slash_is_added_behind_an_arabic_word(client, site):
    response = client.get("/ar/الدورات")
    assert (response.status_code, response["Location"]) == (301, ARABIC)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_site_that_has_its_addresses_keeps_them(code):
    make_site(["en", "ar"])
    catalogue = CatalogPage.objects.get(locale__language_code=code)
    catalogue.slug = "learn"
    catalogue.save_revision().publish()
    set_up_site("Fledge", languages=["en", "fr", "ar"])
    assert CatalogPage.objects.get(locale__language_code=code).slug == "learn"


def test_an_accent_in_two_parts_leads_to_the_one_address(client, site):
    add_page(COMPOSED)
    response = client.get(f"/en/{quote(DECOMPOSED)}/?a=1&b=%C3%A9")
    assert response.status_code == 301
    assert response["Location"] == "/en/caf%C3%A9/?a=1&b=%C3%A9"
    assert client.get(response["Location"]).status_code == 200
    assert client.post(f"/en/{quote(DECOMPOSED)}/").status_code == 404


def test_an_accent_in_two_parts_outside_of_the_languages_is_left_alone(client, site):
    response = client.get(f"/files/wrong/{quote(DECOMPOSED)}")
    assert response.status_code not in {301, 302}


def test_a_slug_is_kept_in_one_part(site):
    page = add_page(DECOMPOSED, live=False)
    page.refresh_from_db()
    assert page.slug == COMPOSED == unicodedata.normalize("NFC", DECOMPOSED)
    assert page.url_path.endswith(f"/{COMPOSED}/")


@pytest.mark.parametrize("asked", [COMPOSED, DECOMPOSED])
def test_a_moved_page_is_found_under_its_old_name_in_any_script(client, site, asked):
    page = add_page("about")
    for old, target in ((f"/en/{COMPOSED}", page), ("/ar/قديم", page)):
        Redirect.objects.create(
            old_path=Redirect.normalise_path(old), redirect_page=target, site=site
        )
    answer = client.get(f"/en/{quote(asked)}/")
    if asked == DECOMPOSED:
        answer = client.get(answer["Location"])
    assert (answer.status_code, answer["Location"]) == (301, "/en/about/")
    answer = client.get(f"/ar/{quote('قديم')}/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/about/")


def test_renaming_a_page_leads_from_the_arabic_name_to_the_new_one(
    client, site, django_capture_on_commit_callbacks
):
    page = CatalogPage.objects.get(locale__language_code="ar")
    page.slug = "تعلم"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    answer = client.get("/ar/الدورات/")
    assert (answer.status_code, answer["Location"]) == (301, f"/ar/{quote('تعلم')}/")
    assert client.get(answer["Location"]).status_code == 200
