"""Administrators edit the pages in the Wagtail admin; what they publish is what is served."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.accounts.models import TermsAcceptance, User
from cms.pages.models import HomePage, LegalPage, StandardPage
from cms.pages.services import draft_legal_pages
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

COMMENTS = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
DATES = {"go_live_at": "", "expire_at": ""}


@pytest.fixture
def home() -> HomePage:
    make_site(["en"])
    return HomePage.objects.get()


def standard_form(title: str, text: str) -> dict[str, str]:
    return nested_form_data(
        {
            "title": title,
            "slug": "about",
            "body": streamfield([("text", rich_text(f"<p>{text}</p>"))]),
            "seo_title": "",
            "search_description": "Who teaches here",
            "share_image": "",
            **COMMENTS,
            **DATES,
        }
    )


def test_an_administrator_writes_and_publishes_a_plain_page(client, home):
    client.force_login(UserFactory(administrator=True))
    add = reverse("wagtailadmin_pages:add", args=["cms_pages", "standardpage", home.pk])
    assert client.get(add).status_code == 200
    response = client.post(add, standard_form("About us", "Two teachers."))
    assert response.status_code == 302
    page = StandardPage.objects.get()
    assert not page.live
    assert client.get("/en/about/").status_code == 404
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answers = standard_form("About us", "Three teachers.") | {"action-publish": "1"}
    assert client.post(edit, answers).status_code == 302
    html = client.get("/en/about/").content.decode()
    assert "Three teachers." in html
    assert "Two teachers." not in html
    assert '<meta name="description" content="Who teaches here">' in html


def test_an_administrator_edits_the_home_page(client, home):
    client.force_login(UserFactory(administrator=True))
    edit = reverse("wagtailadmin_pages:edit", args=[home.pk])
    assert client.get(edit).status_code == 200
    answers = {
        "title": "Learn by the river",
        "slug": home.slug,
        "intro": rich_text("<p>Short lessons.</p>"),
        "seo_title": "",
        "search_description": "",
        "share_image": "",
        **COMMENTS,
        **DATES,
        "action-publish": "1",
    }
    assert client.post(edit, answers).status_code == 302
    html = client.get("/en/").content.decode()
    assert "Learn by the river" in html
    assert "Short lessons." in html


@pytest.mark.parametrize("role", ["learner", "instructor", "reviewer", "translator"])
def test_nobody_else_adds_or_edits_pages_of_the_site(client, home, role):
    revisions = home.revisions.count()
    client.force_login(UserFactory(**{role: True}))
    add = reverse("wagtailadmin_pages:add", args=["cms_pages", "standardpage", home.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[home.pk])
    for address in (add, edit):
        answers = standard_form("Mine", "Mine.") | {"action-publish": "1"}
        assert client.post(address, answers).status_code in {302, 403}
    assert not StandardPage.objects.exists()
    home.refresh_from_db()
    assert (home.title, home.revisions.count()) == ("Fledge", revisions)


def test_people_accept_the_terms_that_are_live_when_they_sign_up(client, home):
    draft_legal_pages()
    answers = {
        "display_name": "Ada",
        "email": "ada@example.org",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    shown = client.get("/en/accounts/signup/").content.decode()
    assert "/en/terms-of-use/" not in shown, "drafts are no terms"

    page = LegalPage.objects.get(kind="terms")
    page.body = [("text", "<p>Ours.</p>")]
    page.save_revision().publish()
    response = client.get("/en/accounts/signup/")
    assert 'href="/en/terms-of-use/"' in response.content.decode().split("<footer")[0]
    refused = client.post("/en/accounts/signup/", answers)
    assert refused.status_code == 200
    assert not User.objects.filter(email="ada@example.org").exists()

    agreed = {
        "accept_terms": "on",
        "terms_version": response.context["form"]["terms_version"].value(),
    }
    accepted = client.post("/en/accounts/signup/", answers | agreed)
    assert accepted.status_code == 302
    acceptance = TermsAcceptance.objects.get()
    assert (acceptance.user.email, acceptance.version, acceptance.language) == (
        "ada@example.org",
        1,
        "en",
    )
