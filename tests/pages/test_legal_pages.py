"""Legal pages: drafts with instructions, versions that stay, links once they are live."""

import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.accounts.services import live_terms
from cms.core.models import SiteSettings
from cms.pages.enums import LegalKind
from cms.pages.models import HomePage, LegalPage, LegalVersion
from cms.pages.services import draft_legal_pages, set_up_site
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

# What the editor adds to each paragraph.
KEY = re.compile(r' data-block-key="\w+"')

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site(["en", "ar"], legal=True)


@pytest.fixture
def administrator(client, site):
    client.force_login(UserFactory(administrator=True))
    return client


def legal_page(kind: str, code: str = "en") -> LegalPage:
    return LegalPage.objects.get(kind=kind, language=code)


def publish(kind: str, text: str, *, code: str = "en", ticked: bool = False) -> LegalPage:
    page = legal_page(kind, code).get_latest_revision_as_object()
    page.body = [("text", f"<p>{text}</p>")]
    page.is_new_version = ticked
    page.save_revision().publish()
    return legal_page(kind, code)


def versions() -> list[tuple[str, str, int, str]]:
    rows = LegalVersion.objects.order_by("kind", "language", "number")
    return [
        (row.kind, row.language, row.number, KEY.sub("", row.body[0].value.source)) for row in rows
    ]


def form(page: LegalPage, text: str, **changes: str) -> dict[str, str]:
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "kind": page.kind or "",
            "body": streamfield([("text", rich_text(f"<p>{text}</p>"))]),
            "seo_title": "",
            "search_description": "",
            "share_image": "",
            "go_live_at": "",
            "expire_at": "",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **changes,
        }
    )


def edit_address(page: LegalPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# What the setup leaves.


def test_the_drafts_say_what_to_write_and_nobody_sees_them(client, site):
    for page in LegalPage.objects.all():
        assert not page.live
        assert page.body[0].value.source.count("[[") == page.body[0].value.source.count("<h2>")
        assert client.get(page.get_url()).status_code == 404
        assert client.get(page.get_url() + "versions/1/").status_code == 404
    assert "site-foot" in (html := client.get("/en/").content.decode())
    assert 'aria-label="Legal"' not in html
    assert live_terms("en") is None
    assert versions() == []


def test_the_drafts_of_one_kind_are_translations_of_each_other(site):
    for kind in LegalKind:
        assert legal_page(kind).get_translations().get().specific == legal_page(kind, "ar")


def test_setting_up_again_leaves_what_the_owner_wrote(site):
    publish("privacy", "Ours.")
    assert draft_legal_pages() == []
    assert legal_page("privacy").live
    assert LegalPage.objects.count() == 2 * len(LegalKind)


def test_a_further_language_gets_its_drafts_and_one_that_is_gone_comes_back(site):
    legal_page("refunds").delete()
    set_up_site("Fledge", languages=["en", "ar", "fr"])
    assert sorted(draft_legal_pages()) == sorted(
        ["draft refunds en", *(f"draft {kind} fr" for kind in LegalKind)]
    )
    for kind in LegalKind:
        french = legal_page(kind, "fr")
        assert not french.live
        assert french.get_parent().locale.language_code == "fr"
        assert french.translation_key == legal_page(kind).translation_key


def test_the_command_makes_the_drafts():
    output = StringIO()
    call_command(
        "setup_site",
        "--name=Fledge",
        "--languages=en",
        "--admin-email=ada@example.org",
        stdout=output,
    )
    assert "Made: draft terms en" in output.getvalue()
    assert LegalPage.objects.filter(live=False).count() == len(LegalKind)


# Publishing.


def test_an_administrator_fills_and_publishes_a_page(administrator):
    page = legal_page("privacy")
    shown = administrator.get(edit_address(page))
    assert shown.status_code == 200
    assert "This changes what people agree to" in shown.content.decode()
    response = administrator.post(
        edit_address(page), form(page, "We keep little.", **{"action-publish": "1"})
    )
    assert response.status_code == 302
    html = administrator.get("/en/privacy/").content.decode()
    assert "We keep little." in html
    assert "Version 1, in force since" in html
    assert versions() == [("privacy", "en", 1, "<p>We keep little.</p>")]


@pytest.mark.parametrize("button", ["action-publish", "action-submit"])
def test_a_text_with_an_instruction_left_is_not_published(administrator, button):
    page = legal_page("terms")
    response = administrator.post(
        edit_address(page), form(page, "Ours. [[Name who runs it.]]", **{button: "1"})
    )
    assert response.status_code == 200
    assert "Parts of this text are still to be written" in response.content.decode()
    page.refresh_from_db()
    assert (page.live, page.latest_revision_id, page.current_workflow_state) == (False, None, None)
    assert versions() == []


def test_it_can_be_kept_as_a_draft_with_instructions_left(administrator):
    page = legal_page("terms")
    response = administrator.post(edit_address(page), form(page, "Ours. [[And more.]]"))
    assert response.status_code == 302
    page.refresh_from_db()
    assert not page.live
    assert "And more." in page.get_latest_revision_as_object().body[0].value.source


def test_no_other_road_to_publishing_lets_an_instruction_through(site):
    with pytest.raises(ValidationError, match="double square brackets"):
        legal_page("terms").save_revision().publish()
    assert not legal_page("terms").live
    assert versions() == []


@pytest.mark.parametrize("whole_home", [False, True])
def test_publishing_many_at_once_is_refused_with_the_titles(administrator, whole_home):
    chosen = HomePage.objects.get(locale__language_code="en") if whole_home else legal_page("terms")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = administrator.post(
        f"{address}?id={chosen.pk}&next=/admin/",
        {"include_descendants": "on"} if whole_home else {},
        follow=True,
    )
    assert response.status_code == 200
    assert "Nothing was published" in response.content.decode()
    assert "Terms of use" in response.content.decode()
    assert not LegalPage.objects.live().exists()
    assert versions() == []


def test_a_second_page_of_a_kind_is_refused(administrator):
    home = HomePage.objects.get(locale__language_code="en")
    address = reverse("wagtailadmin_pages:add", args=["cms_pages", "legalpage", home.pk])
    second = LegalPage(title="More terms", slug="more-terms", kind="terms")
    response = administrator.post(address, form(second, "Ours."))
    assert response.status_code == 200
    assert "There is a page of this kind in this language." in response.content.decode()
    assert LegalPage.objects.filter(kind="terms", language="en").count() == 1


def test_a_copy_has_no_kind_until_one_is_chosen(administrator):
    page = publish("terms", "Ours.")
    response = administrator.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": "Terms of last year",
            "new_slug": "old-terms",
            "new_parent_page": page.get_parent().pk,
            "publish_copies": "on",
        },
    )
    assert response.status_code == 302
    copy = LegalPage.objects.get(slug="old-terms")
    assert copy.kind is None
    assert len(versions()) == 1
    assert administrator.get("/en/old-terms/").status_code == 200
    assert 'href="/en/old-terms/"' not in administrator.get("/en/").content.decode()


def test_an_instructor_may_not_edit_a_legal_page(client, site):
    page = legal_page("terms")
    client.force_login(UserFactory(instructor=True))
    for response in (
        client.get(edit_address(page)),
        client.post(edit_address(page), form(page, "Mine.", **{"action-publish": "1"})),
    ):
        assert response.status_code in {302, 403}
    page.refresh_from_db()
    assert (page.live, page.latest_revision_id) == (False, None)


# Versions.


def test_a_tick_makes_a_version_and_a_correction_does_not(site):
    publish("terms", "First.")
    publish("terms", "First, corrected.")
    assert versions() == [("terms", "en", 1, "<p>First, corrected.</p>")]
    publish("terms", "Second.", ticked=True)
    assert versions() == [
        ("terms", "en", 1, "<p>First, corrected.</p>"),
        ("terms", "en", 2, "<p>Second.</p>"),
    ]


def test_publishing_the_same_revision_twice_makes_one_version(site):
    publish("terms", "First.")
    page = publish("terms", "Second.", ticked=True)
    page.get_latest_revision().publish()
    assert [number for _kind, _language, number, _text in versions()] == [1, 2]


def test_the_next_draft_begins_without_the_tick(administrator):
    publish("terms", "First.")
    page = publish("terms", "Second.", ticked=True)
    shown = administrator.get(edit_address(page)).context["form"]
    assert shown["is_new_version"].value() is False
    administrator.post(edit_address(page), form(page, "Third.", is_new_version="on"))
    kept = administrator.get(edit_address(page)).context["form"]
    assert kept["is_new_version"].value() is True, "a draft keeps what was ticked in it"


def test_a_translation_catches_up_with_the_newest_version(site):
    publish("terms", "First.")
    publish("terms", "أول", code="ar")
    publish("terms", "Second.", ticked=True)
    publish("terms", "Third.", ticked=True)
    publish("terms", "ثالث", code="ar", ticked=True)
    assert [row[:3] for row in versions()] == [
        ("terms", "ar", 1),
        ("terms", "ar", 3),
        ("terms", "en", 1),
        ("terms", "en", 2),
        ("terms", "en", 3),
    ]


def test_earlier_versions_stay_readable_also_without_their_page(client, site):
    publish("terms", "First.")
    publish("terms", "Second.", ticked=True)
    html = client.get("/en/terms-of-use/").content.decode()
    assert "Second." in html
    assert 'href="/en/terms-of-use/versions/1/"' in html
    earlier = client.get("/en/terms-of-use/versions/1/")
    assert earlier.status_code == 200
    assert "First." in earlier.content.decode()
    assert '<meta name="robots" content="noindex">' in earlier.content.decode()
    assert 'rel="canonical"' not in earlier.content.decode()
    assert client.get("/en/terms-of-use/versions/3/").status_code == 404
    legal_page("terms").delete()
    assert len(versions()) == 2
    draft_legal_pages()
    publish("terms", "Anew.")
    assert [row[2:] for row in versions()] == [
        (1, "<p>First.</p>"),
        (2, "<p>Second.</p>"),
        (3, "<p>Anew.</p>"),
    ], "a new page never writes over what people agreed to"


def test_a_translation_that_is_behind_says_so(client, site):
    publish("terms", "First.")
    page = publish("terms", "أول", code="ar")
    assert "/en/terms-of-use/" not in client.get(page.get_url()).content.decode().split("<main")[1]
    publish("terms", "Second.", ticked=True)
    html = " ".join(client.get(page.get_url()).content.decode().split("<main")[1].split())
    assert 'href="/en/terms-of-use/" hreflang="en" lang="en" dir="ltr"' in html


# The terms that people accept.


def test_the_terms_to_accept_are_the_newest_in_the_language_asked_for(site):
    publish("terms", "First.")
    english = live_terms("en")
    assert (english.version, english.url, english.title) == (
        1,
        "/en/terms-of-use/",
        "Terms of use",
    )
    assert live_terms("ar") == english, "the site's own language stands in"
    page = publish("terms", "أول", code="ar")
    arabic = live_terms("ar")
    assert (arabic.version, arabic.url, arabic.title) == (1, page.get_url(), page.title)
    publish("terms", "Second.", ticked=True)
    assert live_terms("ar") == live_terms("en"), "what is behind is not what people agree to"
    assert live_terms("ar").version == 2
    legal_page("terms").unpublish()
    assert live_terms("ar").url == page.get_url()
    legal_page("terms", "ar").unpublish()
    assert live_terms("ar") is None


def test_terms_that_wait_for_their_day_are_not_in_force(site):
    page = legal_page("terms")
    page.body = [("text", "<p>Soon.</p>")]
    page.go_live_at = datetime(2999, 1, 1, tzinfo=UTC)
    page.save_revision().publish()
    assert (legal_page("terms").live, live_terms("en"), versions()) == (False, None, [])


# The footer.


def test_the_footer_links_what_is_live_in_the_order_of_the_kinds(client, site):
    publish("imprint", "Us.")
    publish("terms", "Ours.")
    foot = client.get("/en/").content.decode().split("<footer")[1]
    assert foot.index('href="/en/terms-of-use/"') < foot.index('href="/en/imprint/"')
    assert "hreflang" not in foot
    legal_page("imprint").unpublish()
    foot = client.get("/en/accounts/login/").content.decode().split("<footer")[1]
    assert 'href="/en/terms-of-use/"' in foot
    assert "/en/imprint/" not in foot


def test_another_language_stands_in_and_is_marked(client, site):
    publish("terms", "Ours.")
    foot = " ".join(client.get("/ar/").content.decode().split("<footer")[1].split())
    assert '<a href="/en/terms-of-use/" hreflang="en" lang="en" dir="ltr">Terms of use</a>' in foot
    page = publish("terms", "لنا", code="ar")
    foot = client.get("/ar/").content.decode().split("<footer")[1]
    assert f'href="{page.get_url()}"' in foot
    assert "/en/terms-of-use/" not in foot


def test_who_runs_the_site_is_in_the_footer_and_in_the_imprint(client, site):
    publish("imprint", "Us.")
    assert "<address" not in client.get("/en/imprint/").content.decode()
    SiteSettings.objects.update(
        company_name="Riverside <Learning> Ltd",
        company_address="12 Mill Lane\nNairobi",
        company_tax_number="P000000000A",
    )
    html = client.get("/en/imprint/").content.decode()
    assert html.count("<address") == 2
    assert html.count("Riverside &lt;Learning&gt; Ltd") == 2
    assert "12 Mill Lane<br>Nairobi" in html
    assert "P000000000A" in html
    assert "Telephone" not in html


@pytest.mark.postgresql
def test_what_the_footer_and_the_page_cost(client, site):
    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    publish("terms", "Ours.")
    few = count("/en/"), count("/en/terms-of-use/")
    for kind in ("privacy", "imprint", "refunds", "accessibility"):
        publish(kind, "Ours.")
    for number in range(12):
        publish("terms", f"Ours, {number}.", ticked=True)
    assert (count("/en/"), count("/en/terms-of-use/")) == few
