"""Every page that visitors and learners see, in French, Swahili and Arabic: no English is left."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import formats, translation
from django.utils.timezone import now
from wagtail.models import Page, PageViewRestriction

from cms.accounts.enums import Role
from cms.accounts.services import ask_to_teach, decline_request, grant_role, newest_request
from cms.core.problems import SHORT_ANSWERS
from cms.eventlog.models import Delivery
from cms.eventlog.services.delivering import deliver
from cms.eventlog.services.relaying import relay_batch
from cms.notifications.models import OutgoingMail
from cms.pages.enums import LegalKind
from cms.pages.models import HomePage, LegalPage
from cms.pages.services import draft_legal_pages
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.site import make_site
from tests.visible_text import Text, english_left, read_page

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.problem_urls")]
LANGUAGES = ["fr", "sw", "ar"]
ALL_LANGUAGES = ["en", *LANGUAGES]
WRONG = "wrong-river-stones"
# Addresses with parts of their own, and how they are filled; the rest needs nothing.
NEEDS = {
    "account_confirm_email": lambda case: {"key": "nothing"},
    "account_reset_password_from_key": lambda case: {"uidb36": "1", "key": "nothing"},
    "notifications:open": lambda case: {"pk": case.gone.pk},
    "notifications:unsubscribe": lambda case: {"token": "nothing"},
    "notifications:resubscribe": lambda case: {"token": "nothing"},
}
PROBLEMS = [
    *(str(status.value) for status in SHORT_ANSWERS if status != 503),
    "csrf",
    "maintenance",
]
# What only those who build the site see: made of samples, not of sentences for people.
SAMPLES = {"components"}


class Case:
    """A learner with all that pages can show, and a visitor."""

    def __init__(self, language: str) -> None:
        self.site = make_site(["en", *LANGUAGES])
        self.language = language
        self.visitor = Client(raise_request_exception=False)
        self.learner = Client(raise_request_exception=False)
        # A name that is no word of any language that is tested for.
        self.user = UserFactory(learner=True, language=language, display_name="Zawadi")
        self.learner.force_login(self.user)
        # What changes how one signs in asks for the password first.
        self.learner.post(self.address("account_reauthenticate"), {"password": PASSWORD})
        self.gone = NotificationFactory(user=self.user, kind="accounts.role_granted", url="")

    def address(self, name: str) -> str:
        with translation.override(self.language):
            return reverse(name, kwargs=NEEDS[name](self) if name in NEEDS else {})

    def site_pages(self) -> list[str]:
        """Return the addresses of home and catalogue, which differ in each language."""
        pages = Page.objects.live().filter(locale__language_code=self.language, depth__gt=1)
        paths = [page.get_url_parts()[2] for page in pages]
        assert len(paths) == 2
        return paths

    def english_on(self, response) -> list[str]:
        """Return the English that is left on a page, which must be one of the language."""
        html = response.content.decode()
        direction = "rtl" if self.language == "ar" else "ltr"
        assert f'<html lang="{self.language}" dir="{direction}"' in html, html[:300]
        return self.english_in(read_page(html))

    def english_in(self, texts: list[Text]) -> list[str]:
        """Return the English in texts, without what the person wrote in a form."""
        texts = [
            Text(re.sub(r"Zawadi|x{9,}", "", text.words), text.language, text.direction)
            for text in texts
        ]
        return list(english_left(texts, self.language))


@pytest.fixture(params=LANGUAGES)
def case(request, db) -> Case:
    cache.clear()
    with translation.override("en"):
        return Case(request.param)


def names_below(resolver: URLResolver, prefix: str = "") -> list[str]:
    names = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            # One without a name leads on to one that has it.
            names += [f"{prefix}{pattern.name}"] if pattern.name else []
        elif "wagtail" not in str(pattern.urlconf_name):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            names += names_below(pattern, prefix + space)
    return names


def names_in_a_language() -> list[str]:
    """Return every named page below a language, Wagtail's pages aside."""
    return [
        name
        for resolver in get_resolver("cms.urls").url_patterns
        if isinstance(resolver, URLResolver)
        and resolver.pattern.__class__.__name__ == "LocalePrefixPattern"
        for name in names_below(resolver)
    ]


def pages_of(case: Case) -> list[str]:
    return [
        case.address(name) for name in names_in_a_language() if name not in SAMPLES | {"problem"}
    ]


def assert_no_english(case: Case, client: Client, paths: list[str]) -> None:
    left = {}
    for path in paths:
        cache.clear()
        response = client.get(path)
        # Not what this account may do, or an address that only takes forms.
        if response.status_code in {302, 405}:
            continue
        assert response.status_code in {200, 400, 403, 404}, (path, response.status_code)
        if english := case.english_on(response):
            left[path] = english
    assert left == {}


def test_the_walk_knows_the_pages():
    names = names_in_a_language()
    assert {"account_login", "account_profile", "teach", "notifications:list"} <= set(names)
    assert len(names) >= 24


def test_visitor_reads_no_english(case):
    assert_no_english(case, case.visitor, [*case.site_pages(), *pages_of(case)])


def test_learner_reads_no_english(case):
    assert_no_english(case, case.learner, [*case.site_pages(), *pages_of(case)])


def test_refusals_have_no_english(case):
    left = {}
    for name in PROBLEMS:
        response = case.visitor.get(f"/{case.language}/dev/problems/{name}/")
        assert response.status_code >= 400
        if english := case.english_on(response):
            left[name] = english
    response = case.learner.get("/admin/", headers={"accept-language": case.language})
    assert response.status_code == 403
    left |= {"admin": english} if (english := case.english_on(response)) else {}
    assert left == {}


def test_closed_page_asks_for_its_password_in_our_frame_and_without_english(case):
    page = HomePage.objects.get(locale__language_code=case.language)
    page.intro = "<p>canary</p>"
    page.save_revision().publish()
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="kept"
    )
    home = f"/{case.language}/"
    response = case.visitor.get(home)
    assert case.english_on(response) == []
    html = response.content.decode()
    assert 'content="noindex"' in html
    assert "canary" not in html
    with translation.override(case.language):
        address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    assert f'action="{address}"' in html
    response = case.visitor.post(address, {"password": WRONG, "return_url": home})
    assert response.status_code == 200
    assert 'aria-invalid="true"' in response.content.decode()
    assert case.english_on(response) == []
    response = case.visitor.post(address, {"password": "kept", "return_url": home}, follow=True)
    assert "canary" in response.content.decode()
    restriction.restriction_type = PageViewRestriction.LOGIN
    restriction.save()
    response = Client().get(home)
    assert response["Location"] == f"{case.address('account_login')}?next={home}"


def test_legal_pages_and_terms_to_accept_have_no_english(case):
    assert len(draft_legal_pages()) == len(LegalKind) * len(ALL_LANGUAGES)
    pages = LegalPage.objects.filter(locale__language_code=case.language)
    for page in LegalPage.objects.all():
        # As if the owner had written what is asked for; the instruction itself is read too.
        body = json.dumps(page.body.get_prep_value(), ensure_ascii=False)
        page.body = body.replace("[[", "").replace("]]", "")
        page.save_revision().publish()
    paths = [page.get_url_parts()[2] for page in pages]
    assert len(paths) == len(LegalKind)
    versions = [f"{path}versions/1/" for path in paths]
    assert_no_english(case, case.visitor, [*paths, *versions, case.address("account_signup")])
    assert_no_english(case, case.learner, [f"/{case.language}/", case.address("account_terms")])


# Each form with what it refuses, and how many messages it then shows at least.
MISTAKES = {
    "account_signup": [
        {},
        {"display_name": "A", "email": "nobody", "password1": "short"},
        {"display_name": "A", "email": "a@example", "password1": "1234567890123"},
        {"display_name": "A", "email": "a@example.org", "password1": "password1234"},
        {"display_name": "x" * 500, "email": "x" * 500 + "@example.org", "password1": "x" * 5000},
        {"display_name": "Somebody Long", "email": "b@example.org", "password1": "somebody long"},
    ],
    "account_login": [
        {},
        {"login": "nobody", "password": ""},
        {"login": "nobody@example.org", "password": WRONG},
    ],
    "account_reset_password": [{}, {"email": "nobody"}],
}
MISTAKES_OF_LEARNERS = {
    "account_change_password": [
        {},
        {"oldpassword": WRONG, "password1": "12345678901"},
        {"oldpassword": PASSWORD, "password1": "short"},
    ],
    "account_email": [
        {"action_add": ""},
        {"action_add": "", "email": "nobody"},
        {"action_add": "", "email": "{own}"},
    ],
    "account_reauthenticate": [{}, {"password": WRONG}],
    "account_profile": [
        {},
        {
            "display_name": "x" * 500,
            "language": "xx",
            "time_zone": "Moon/Base",
            "about": "x" * 5000,
        },
        {"display_name": "a\x00b", "picture": "none"},
    ],
    "teach": [{}],
}


@pytest.mark.parametrize("is_learner", [False, True])
def test_mistakes_in_forms_are_told_without_english(case, is_learner):
    client = case.learner if is_learner else case.visitor
    left = {}
    for name, tries in (MISTAKES_OF_LEARNERS if is_learner else MISTAKES).items():
        for fields in tries:
            cache.clear()
            sent = {key: value.replace("{own}", case.user.email) for key, value in fields.items()}
            response = client.post(case.address(name), sent)
            assert response.status_code in {200, 400}, (name, fields, response.status_code)
            html = response.content.decode()
            assert 'role="alert"' in html or "aria-invalid" in html, (name, fields)
            if english := case.english_on(response):
                left[name, str(fields)[:80]] = english
    assert left == {}


def test_messages_after_success_have_no_english(case):
    fields = {"display_name": "Zawadi", "about": "", "language": case.language, "time_zone": "UTC"}
    response = case.learner.post(case.address("account_profile"), fields, follow=True)
    assert response.redirect_chain
    assert case.english_on(response) == []
    passwords = {"oldpassword": PASSWORD, "password1": "another-river-of-stones"}
    response = case.learner.post(case.address("account_change_password"), passwords, follow=True)
    assert response.redirect_chain
    assert case.english_on(response) == []
    response = case.learner.post(case.address("notifications:mark_all_read"), follow=True)
    assert case.english_on(response) == []
    response = case.learner.post(case.address("account_logout"), follow=True)
    assert case.english_on(response) == []


def work_the_log() -> None:
    while relay_batch():
        pass
    for delivery in Delivery.objects.filter(handler__startswith="accounts."):
        deliver(delivery.pk)


class TestMails:
    """What is sent: account mails in the language of the page, notices in the person's own."""

    @pytest.fixture
    def sent(self, case, settings) -> Callable[[], list[str]]:
        settings.WAGTAILADMIN_BASE_URL = "https://learn.example.org"

        def english_in_the_mails() -> list[str]:
            mails = OutgoingMail.objects.order_by("pk")
            assert mails
            texts = []
            for mail in mails:
                texts += read_page(mail.html)
                texts += [Text(line.strip(), "", "") for line in mail.text.splitlines()]
                texts.append(Text(mail.subject, "", ""))
            return case.english_in(texts)

        return english_in_the_mails

    def test_account_mails(self, case, sent):
        visitor = {"display_name": "Rehema", "email": "rehema@example.org", "password1": PASSWORD}
        case.visitor.post(case.address("account_signup"), visitor)
        case.visitor.post(case.address("account_signup"), {**visitor, "email": case.user.email})
        for email in (case.user.email, "nobody@example.org"):
            case.visitor.post(case.address("account_reset_password"), {"email": email})
        passwords = {"oldpassword": PASSWORD, "password1": "another-river-of-stones"}
        case.learner.post(case.address("account_change_password"), passwords)
        address = {"action_add": "", "email": "other@example.org"}
        case.learner.post(case.address("account_email"), address)
        assert OutgoingMail.objects.count() == 6
        assert sent() == []

    def test_notices(self, case, sent):
        administrator = UserFactory(administrator=True, language=case.language)
        ask_to_teach(case.user, words="1234 5678", now=now())
        work_the_log()
        request = newest_request(case.user)
        decline_request(request, by=administrator, reason="1234", now=now())
        grant_role(case.user, Role.INSTRUCTOR, by=administrator)
        work_the_log()
        kinds = set(OutgoingMail.objects.values_list("kind", flat=True))
        assert {"accounts.teach_requested", "accounts.teach_declined"} <= kinds
        assert "accounts.role_granted" in kinds
        assert sent() == []
        assert_no_english(case, case.learner, [case.address("notifications:list")])


@pytest.mark.parametrize(
    ("language", "moment", "short", "number"),
    [
        ("en", "2 March 2026, 14:05", "02/03/2026", "12,345.6"),
        ("fr", "2 mars 2026 14:05", "02/03/2026", "12\u00a0345,6"),
        ("sw", "2 Machi 2026, 14:05", "02/03/2026", "12,345.6"),
        ("ar", "2 مارس 2026، 14:05", "02\u200f/03\u200f/2026", "12,345.6"),
    ],
)
def test_dates_and_numbers_of_each_language(language, moment, short, number):
    at = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
    with translation.override(language):
        assert formats.date_format(at, "DATETIME_FORMAT") == moment
        assert formats.date_format(at, "SHORT_DATE_FORMAT") == short
        assert formats.number_format(12345.6, force_grouping=True) == number


def test_week_begins_as_it_does_there():
    first = {code: formats.get_format("FIRST_DAY_OF_WEEK", lang=code) for code in ALL_LANGUAGES}
    assert first == {"en": 1, "fr": 1, "sw": 1, "ar": 6}


class TestReading:
    """The reader itself: what it takes for English, and what it leaves alone."""

    def left(self, html: str, language: str = "fr") -> list[str]:
        return list(english_left(read_page(f'<html lang="{language}">{html}</html>'), language))

    def test_message_of_the_catalogue_is_found_in_text_and_attributes(self):
        page = '<p>Sign in</p><a title="Back" aria-label="Time zone">Ici</a>'
        page += '<input placeholder="Password"><p data-words="Use it">'
        assert self.left(page) == ["Sign in", "Time zone", "Back", "Password", "Use it"]

    def test_message_with_a_placeholder_is_found(self):
        assert self.left("<p>rehema@example.org is confirmed.</p>") == [
            "rehema@example.org is confirmed."
        ]

    def test_sentence_that_was_never_marked_is_found(self):
        assert self.left("<p>Draft of the day</p>", "sw") == ["Draft of the day"]
        assert self.left("<p>Draft</p>", "ar") == ["Draft"]

    def test_message_of_another_package_is_found(self):
        assert self.left("<p>Enter a valid duration.</p>") == ["Enter a valid duration."]

    def test_other_languages_and_code_are_left_alone(self):
        page = '<a lang="en">Sign in</a><code>is not</code><p>Pages</p><p>Fledge, a@b.org</p>'
        assert self.left(page) == []
