from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from cms.core.models import SiteSettings
from cms.pages.errors import SourceLanguageMissingError, UnknownLanguageError
from cms.pages.models import HomePage
from cms.pages.services import set_up_site
from courses.pages.models import CatalogPage

pytestmark = pytest.mark.django_db


def everything():
    pages = Page.objects.order_by("path").values_list("path", "slug", "url_path", "live", "locale")
    return (
        list(pages),
        list(Site.objects.values()),
        list(SiteSettings.objects.values()),
        list(Locale.objects.values()),
    )


def test_an_empty_database_becomes_a_site_in_four_languages():
    result = set_up_site("Riverside School", languages=["en", "fr", "sw", "ar"])

    homes = HomePage.objects.order_by("path")
    assert [(home.locale.language_code, home.title, home.slug, home.live) for home in homes] == [
        ("en", "Riverside School", "home", True),
        ("fr", "Riverside School", "home-fr", True),
        ("sw", "Riverside School", "home-sw", True),
        ("ar", "Riverside School", "home-ar", True),
    ]
    assert len({home.translation_key for home in homes}) == 1
    catalogues = CatalogPage.objects.order_by("path")
    assert [(page.locale.language_code, page.title, page.slug) for page in catalogues] == [
        ("en", "Courses", "courses"),
        ("fr", "Cours", "cours"),
        ("sw", "Kozi", "kozi"),
        ("ar", "الدورات", "الدورات"),
    ]
    assert all(page.live and page.alias_of_id is None for page in catalogues)
    assert Page.objects.filter(depth__gt=1).count() == 8, "Wagtail's welcome page is gone"
    site = Site.objects.get()
    assert site == result.site
    assert (site.is_default_site, site.root_page_id, site.site_name) == (
        True,
        homes[0].pk,
        "Riverside School",
    )
    assert SiteSettings.for_site(site).name == "Riverside School"
    assert [page.get_url() for page in (*homes, *catalogues)] == [
        "/en/",
        "/fr/",
        "/sw/",
        "/ar/",
        "/en/courses/",
        "/fr/cours/",
        "/sw/kozi/",
        "/ar/%D8%A7%D9%84%D8%AF%D9%88%D8%B1%D8%A7%D8%AA/",
    ]
    assert not Redirect.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_second_run_changes_nothing():
    set_up_site("Fledge", languages=["en", "fr"])
    before = everything()
    result = set_up_site("Fledge", languages=["en", "fr"])
    assert result.made == []
    assert everything() == before


def test_a_later_run_adds_a_language_and_leaves_edits_alone():
    set_up_site("Fledge", languages=["en"])
    home = HomePage.objects.get()
    home.title = "Learn by doing"
    home.save_revision().publish()
    result = set_up_site("Fledge", languages=["en", "sw"])
    assert result.made == [
        "language sw",
        "home page sw",
        "catalogue sw",
        "categories sw",
    ]
    assert HomePage.objects.get(locale__language_code="en").title == "Learn by doing"
    assert CatalogPage.objects.get(locale__language_code="sw").title == "Kozi"


def test_a_new_name_renames_the_site_only():
    set_up_site("Fledge", languages=["en"])
    assert set_up_site("Wren", languages=["en"]).made == []
    assert SiteSettings.for_site(Site.objects.get()).name == "Wren"
    assert HomePage.objects.get().title == "Fledge"


def test_a_name_that_the_owner_gave_stays():
    site = set_up_site("Wren", languages=["en"]).site
    SiteSettings.objects.filter(site=site).update(name="Millbrook")
    set_up_site("Wren", languages=["en"])
    assert SiteSettings.for_site(Site.objects.get()).name == "Millbrook"


@pytest.mark.parametrize(
    ("languages", "error"),
    [(["en", "xx"], UnknownLanguageError), (["fr"], SourceLanguageMissingError)],
)
def test_wrong_languages_are_refused_and_nothing_is_written(languages, error):
    before = everything()
    with pytest.raises(error):
        set_up_site("Fledge", languages=languages)
    assert everything() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--name", " ", "--languages", "en", "--admin-email", "a@example.org"), "--name is empty"),
        (("--name", "F", "--languages", "en", "--admin-email", "nobody"), "not an e-mail address"),
        (
            ("--name", "F", "--languages", "en,de", "--admin-email", "a@example.org"),
            "Unknown language: de. Choose from: en, fr, sw, ar.",
        ),
    ],
)
def test_the_command_refuses_bad_input_in_one_sentence(arguments, message):
    before = everything()
    with pytest.raises(CommandError, match=message):
        call_command("setup_site", *arguments, stdout=StringIO())
    assert everything() == before
