import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.pages.models import HomePage, LegalPage, StandardPage
from courses.pages.models import CatalogPage
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site(["en", "fr", "ar"], intro="<p>Learn.</p>")


def test_the_tree_of_page_types():
    assert HomePage.allowed_parent_page_models() == [Page]
    assert set(HomePage.allowed_subpage_models()) == {StandardPage, LegalPage, CatalogPage}
    assert set(StandardPage.allowed_parent_page_models()) == {HomePage, StandardPage}
    assert StandardPage.allowed_subpage_models() == [StandardPage]
    assert LegalPage.allowed_parent_page_models() == [HomePage]
    assert LegalPage.allowed_subpage_models() == []
    assert CatalogPage.allowed_parent_page_models() == [HomePage]
    assert CatalogPage.creatable_subpage_models() == []


@pytest.mark.parametrize(
    ("path", "lang", "direction", "heading"),
    [
        ("/en/", "en", "ltr", "Fledge"),
        ("/fr/", "fr", "ltr", "Fledge"),
        ("/ar/", "ar", "rtl", "Fledge"),
        ("/en/courses/", "en", "ltr", "Courses"),
        ("/fr/cours/", "fr", "ltr", "Cours"),
        ("/ar/الدورات/", "ar", "rtl", "الدورات"),
    ],
)
def test_each_language_is_served_at_its_own_address(client, site, path, lang, direction, heading):
    response = client.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    assert f'<html lang="{lang}" dir="{direction}">' in html
    assert heading in html


def test_a_language_without_a_tree_is_not_found(client, site):
    assert client.get("/sw/").status_code == 404


def test_the_language_menu_leads_to_the_same_page(client, site):
    html = " ".join(client.get("/en/courses/").content.decode().split())
    assert 'hreflang="fr" href="/fr/cours/"' in html
    assert 'hreflang="ar" href="/ar/%D8%A7%D9%84%D8%AF%D9%88%D8%B1%D8%A7%D8%AA/"' in html
    assert 'hreflang="sw"' not in html


def test_a_draft_is_not_served(client, site):
    home = HomePage.objects.get(locale__language_code="en")
    page = StandardPage(title="Plans", slug="plans", live=False)
    home.add_child(instance=page)
    page.save_revision()
    response = client.get("/en/plans/")
    assert response.status_code == 404
    assert "Plans" not in response.content.decode()


def test_a_plain_page_shows_its_blocks(client, site):
    home = HomePage.objects.get(locale__language_code="en")
    page = StandardPage(title="Help", slug="help")
    page.body = [("text", "<h2>Passwords</h2><p>Ask for a new one.</p>")]
    home.add_child(instance=page)
    page.save_revision().publish()
    html = client.get("/en/help/").content.decode()
    assert "<h2" in html and "Passwords" in html and "Ask for a new one." in html


@pytest.mark.postgresql
def test_home_costs_the_same_queries_whatever_the_number_of_pages(client, site):
    def count():
        client.get("/en/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/en/").status_code == 200
        return len(queries)

    few = count()
    home = HomePage.objects.get(locale__language_code="en")
    for number in range(30):
        home.add_child(instance=StandardPage(title=f"Page {number}", show_in_menus=True))
    assert count() == few
