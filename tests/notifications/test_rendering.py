import re

import pytest
from wagtail.models import Site

from cms.core.models import SiteSettings
from cms.notifications.services import render_mail
from cms.notifications.services.rendering import on_one_line
from tests.notifications.conftest import BASE_URL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("test_templates")]

SIGN_IN = f"{BASE_URL}/en/accounts/login/?a=1&b=2"
OTHER = f"{BASE_URL}/en/elsewhere/"
UNSUBSCRIBE = f"{BASE_URL}/en/notifications/unsubscribe/x/"


@pytest.fixture
def site():
    site = Site.objects.get(is_default_site=True)
    settings, _ = SiteSettings.objects.update_or_create(
        site=site, defaults={"name": "Riverside School"}
    )
    return settings


def render(language="en", name="asked", unsubscribe_url=None, **context):
    whole = {"words": "", "sign_in_url": SIGN_IN, "other_url": OTHER, **context}
    return render_mail(f"tests/mails/{name}", language, whole, unsubscribe_url=unsubscribe_url)


def test_text_has_the_words_then_who_writes(site):
    site.support_email = "help@example.org"
    site.company_name = "Riverside Ltd"
    site.company_address = "1 Quay\nKisumu"
    site.company_registration = "Register 12"
    site.company_tax_number = "KE 9"
    site.save()
    mail = render(unsubscribe_url=UNSUBSCRIBE)
    assert mail.subject == "Choose a new password for Riverside School"
    assert mail.text == (
        "Hello,\n\n"
        "A password was chosen for your account.\n\n"
        f"Sign in:\n{SIGN_IN}\n\n"
        f"{OTHER}\n\n"
        "-- \n"
        f"Riverside School\n{BASE_URL}\n"
        "Help: help@example.org\n\n"
        "Riverside Ltd\n1 Quay\nKisumu\nRegister 12\nTax number: KE 9\n\n"
        f"Stop mails of this kind:\n{UNSUBSCRIBE}\n"
    )
    for words in (
        "Help: help@example.org",
        "<bdi>Riverside Ltd</bdi>",
        # Each line by itself: in Arabic the number of the house would change its end.
        "<bdi>1 Quay</bdi>",
        "<bdi>Kisumu</bdi>",
        "<bdi>Register 12</bdi>",
        "Tax number: KE 9",
        f'href="{UNSUBSCRIBE}"',
    ):
        assert words in mail.html


def test_without_particulars_the_foot_is_name_and_address(site):
    mail = render()
    assert mail.text.endswith(f"-- \nRiverside School\n{BASE_URL}\n")
    assert "Help:" not in mail.html
    assert "Stop mails" not in mail.text + mail.html


def test_the_action_is_a_button_with_its_bare_address(site):
    html = render().html
    escaped = SIGN_IN.replace("&", "&amp;")
    assert re.search(rf'<a class="fl-label"\s+href="{re.escape(escaped)}"[^>]*>Sign in</a>', html)
    assert re.search(rf'<a class="fl-link"[^>]*href="{re.escape(escaped)}"[^>]*>', html)
    assert html.count(escaped) == 3
    # The other address is a link without a button.
    assert html.count(OTHER) == 2


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [
        ("en", "ltr", "A password was chosen for your account."),
        ("fr", "ltr", "Un mot de passe a été choisi pour votre compte."),
        ("ar", "rtl", ""),
    ],
)
def test_a_mail_is_in_its_language(site, language, direction, words):
    mail = render(language)
    assert f'<html lang="{language}" dir="{direction}">' in mail.html
    assert words in mail.text
    assert words in mail.html
    # Addresses keep their direction.
    assert len(re.findall(r'<a class="fl-link"\s+dir="ltr"', mail.html)) == 3


def test_a_language_that_the_product_does_not_speak_falls_back(site):
    assert '<html lang="en" dir="ltr">' in render("xx").html


def test_what_people_wrote_stays_text(site):
    evil = "<b>x</b> & y\n\nhttps://evil.example/\n\nmail_mark https://evil.example/ Click"
    mail = render(words=evil)
    assert "<b>x</b> & y" in mail.text
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y" in mail.html
    assert 'href="https://evil.example' not in mail.html


def test_html_loads_nothing_and_reports_nothing(site):
    html = render(unsubscribe_url=UNSUBSCRIBE).html
    assert not re.search(r"<(img|link|script|iframe|svg)|src=|url\(|@import|@font-face", html)
    assert "prefers-color-scheme: dark" in html
    addresses = set(re.findall(r'https?://[^\s"<]+', html))
    assert addresses == {SIGN_IN.replace("&", "&amp;"), OTHER, UNSUBSCRIBE, BASE_URL}


def test_the_preheader_is_the_first_sentence_not_the_greeting(site):
    (preheader,) = re.findall(r'<div style="display:none[^>]*>([^<]*)</div>', render().html)
    assert preheader == "A password was chosen for your account."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\t", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_one_line_has_no_line_ends_and_keeps_french_spaces(end):
    assert on_one_line(f" Vrai\u202f?{end}  Oui\u00a0: oui{end}") == "Vrai\u202f? Oui\u00a0: oui"


def test_a_mail_may_have_its_own_html(site):
    mail = render(name="own", words="<Words>")
    assert mail.text.startswith("Words of the text.\n\n-- \n")
    assert "<p>&lt;Words&gt; of the HTML.</p>" in mail.html
    assert re.search(r'<a class="fl-label"[^>]*>Go</a>', mail.html)
    assert "Words of the text" not in mail.html.partition("<table")[2]


def test_without_settings_a_mail_still_has_a_name():
    SiteSettings.objects.all().delete()
    assert render().subject == "Choose a new password for Fledge"


def test_a_mail_costs_one_query(site, django_assert_num_queries):
    with django_assert_num_queries(1):
        render()
