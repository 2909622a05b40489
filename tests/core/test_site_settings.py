"""What an owner sets in the Wagtail admin, who may, and what pages pay for it."""

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from cms.core.models import SiteImage, SiteSettings
from cms.core.money import CURRENCIES
from cms.pages.services import set_up_site
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

ANSWERS = {
    "name": "Riverside School",
    "support_email": "help@example.org",
    "sender_name": "Riverside, Courses",
    "sender_email": "courses@example.org",
    "company_name": "Riverside Learning Ltd",
    "company_address": "12 Mill Lane\nNairobi\nKenya",
    "company_phone": "+254 20 000 0000",
    "company_registration": "Registrar of Companies, CPR/2026/1",
    "company_tax_number": "P000000000A",
    "default_currency": "KES",
    "shows_learner_count": "on",
    "shows_completion_count": "on",
}


@pytest.fixture
def site() -> Site:
    return make_site(["en", "fr"])


def make_logo() -> SiteImage:
    return SiteImage.objects.create(title="Logo", file=get_test_image_file(size=(320, 80)))


def settings_address(site: Site) -> str:
    return reverse("wagtailsettings:edit", args=["cms_core", "sitesettings", site.pk])


def rows():
    return list(SiteSettings.objects.values())


def test_an_administrator_saves_every_field(client, site):
    logo = make_logo()
    client.force_login(UserFactory(administrator=True))
    response = client.post(settings_address(site), {**ANSWERS, "logo": str(logo.pk)})
    assert (response.status_code, response["Location"]) == (302, settings_address(site))
    [row] = rows()
    assert {name: row[name] for name in ANSWERS if not name.startswith("shows_")} == {
        name: value for name, value in ANSWERS.items() if not name.startswith("shows_")
    }
    assert row["logo_id"] == logo.pk
    assert {name: value for name, value in row.items() if name.startswith("shows_")} == {
        "shows_course_count": False,
        "shows_learner_count": True,
        "shows_course_learner_count": False,
        "shows_completion_count": True,
    }


def test_the_screen_shows_the_groups_and_what_a_field_means(client, site):
    client.force_login(UserFactory(administrator=True))
    html = client.get(settings_address(site)).content.decode()
    for heading in ("The site", "Sender of mails", "Who runs the site", "Money"):
        assert f">{heading}<" in " ".join(html.split()).replace("> ", ">").replace(" <", "<")
    assert "Your mail service has to allow it" in html
    assert "Numbers that everybody may see" in html


@pytest.mark.parametrize("role", ["learner", "instructor", "reviewer", "translator"])
def test_nobody_else_sees_or_changes_them(client, site, role):
    before = rows()
    client.force_login(UserFactory(**{role: True}))
    for response in (
        client.get(settings_address(site)),
        client.post(settings_address(site), ANSWERS),
    ):
        assert response.status_code in {302, 403}
        assert "sender_email" not in response.content.decode()
        if response.status_code == 302:
            assert response["Location"] != settings_address(site)
    assert rows() == before


def test_a_visitor_is_sent_to_the_sign_in(client, site):
    before = rows()
    response = client.post(settings_address(site), ANSWERS)
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]
    assert rows() == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("name", "Riverside\nBcc: all@example.org", "Write it on one line."),
        ("sender_name", "Riverside\r\nBcc: all@example.org", "Write it on one line."),
        ("sender_email", "courses", "Enter a valid email address."),
        ("support_email", "help at example.org", "Enter a valid email address."),
        ("default_currency", "XXX", "Select a valid choice."),
        ("default_currency", "", "This field is required."),
    ],
)
def test_what_would_break_later_is_refused_at_once(client, site, field, value, sentence):
    before = rows()
    client.force_login(UserFactory(administrator=True))
    response = client.post(settings_address(site), {**ANSWERS, field: value})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert rows() == before


def test_a_new_site_shows_the_number_of_courses_and_no_number_of_people(site):
    found = SiteSettings.for_site(site)
    assert (found.shows_course_count, found.shows_learner_count) == (True, False)
    assert (found.shows_course_learner_count, found.shows_completion_count) == (False, False)


def test_the_currency_comes_from_the_installation(settings):
    settings.DEFAULT_CURRENCY = "TZS"
    site = set_up_site("Fledge", languages=["en"]).site
    assert SiteSettings.for_site(site).default_currency == "TZS"


def test_the_currencies_are_codes_of_three_letters_and_none_twice():
    assert len(CURRENCIES) == len(set(CURRENCIES)) > 150
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)
    assert {"EUR", "KES", "TZS", "USD", "XOF", "SAR"} <= set(CURRENCIES)
    assert not {"DEM", "HRK", "XXX", "XTS"} & set(CURRENCIES)


@pytest.mark.parametrize(
    ("name", "address", "sender"),
    [
        ("", "", "Wren <fledge@example.org>"),
        ("The office", "", "The office <fledge@example.org>"),
        ("", "wren@example.org", "Wren <wren@example.org>"),
        ('Wren, "W" & Co', "wren@example.org", r'"Wren, \"W\" & Co" <wren@example.org>'),
        ("مدرسة النهر", "wren@example.org", "مدرسة النهر <wren@example.org>"),
    ],
)
def test_the_sender_is_complete_whatever_is_left_empty(site, name, address, sender):
    found = SiteSettings.for_site(site)
    found.name, found.sender_name, found.sender_email = "Wren", name, address
    assert found.sender == sender
    # As it leaves: Django encodes what is not ASCII and refuses what is no address.
    header = EmailMessage(from_email=found.sender, to=["a@example.org"]).message()["From"]
    assert header.endswith(f"<{address or 'fledge@example.org'}>")


def test_mails_have_a_sender_before_and_after_the_setup():
    Site.objects.all().delete()
    assert SiteSettings.for_default_site().sender == "Fledge <fledge@example.org>"
    assert not SiteSettings.objects.exists()
    set_up_site("Wren", languages=["en"])
    assert SiteSettings.for_default_site().sender == "Wren <fledge@example.org>"


@pytest.mark.postgresql
def test_a_page_asks_for_the_settings_once_whatever_they_hold(client, site):
    def asked() -> list[str]:
        client.get("/en/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/").status_code == 200
        return [row["sql"] for row in queries if "cms_core_sitesettings" in row["sql"]]

    assert len(asked()) == 1
    SiteSettings.objects.filter(site=site).update(
        **{name: value for name, value in ANSWERS.items() if not name.startswith("shows_")},
        logo=make_logo(),
    )
    assert len(asked()) == 1
