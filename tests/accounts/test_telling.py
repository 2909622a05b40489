"""Who is told of roles and requests to teach, in which language, and who is not."""

import pytest
from django.utils import timezone, translation
from django.utils.html import escape

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import (
    ask_to_teach,
    decline_request,
    grant_request,
    grant_role,
    revoke_role,
)
from cms.eventlog.models import Delivery
from cms.eventlog.services.delivering import deliver
from cms.eventlog.services.relaying import relay_batch
from cms.notifications.models import Notification, OutgoingMail
from tests.accounts.conftest import BASE_URL
from tests.factories.accounts import InstructorRequestFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = "River ecology for secondary schools."


@pytest.fixture(autouse=True)
def _roles(roles) -> None:
    """Have the groups of the roles."""


@pytest.fixture
def admin() -> User:
    return UserFactory(administrator=True, display_name="Grace")


def work_the_log() -> None:
    """Have everything told that happened so far."""
    while relay_batch():
        pass
    for pk in Delivery.objects.filter(handler__startswith="accounts.").values_list("pk", flat=True):
        deliver(pk)


def told() -> list[tuple[str, str, str]]:
    """Return kind, person and address of all that stands in bells."""
    rows = Notification.objects.order_by("pk")
    return [(row.kind, row.user.display_name, row.url) for row in rows]


def mails(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=kind).order_by("pk"))


def said(language: str, words: str) -> str:
    """Return the words as the catalogue of the language has them, with plain spaces."""
    with translation.override(language):
        return " ".join(translation.gettext(words).split())


class TestRoles:
    @pytest.mark.parametrize("language", ["en", "fr", "ar"])
    def test_a_new_instructor_hears_it_by_bell_and_mail(self, admin, language):
        user = UserFactory(display_name="Ada", language=language)
        grant_role(user, Role.INSTRUCTOR, by=admin)
        work_the_log()
        assert told() == [("accounts.role_granted", "Ada", f"/{language}/teach/")]
        (mail,) = mails("accounts.role_granted")
        assert (mail.to, mail.language) == (user.email, language)
        assert f"{BASE_URL}/{language}/teach/" in mail.text
        assert f'href="{BASE_URL}/{language}/teach/"' in mail.html
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}">' in mail.html
        assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        role = said(language, "Instructor")
        subject = said(language, "You now have the role \u201c%(role_name)s\u201d")
        assert " ".join(mail.subject.split()) == subject % {"role_name": role}
        button = escape(said(language, "Begin to teach"))
        assert button in escape(mail.text)
        assert button in mail.html

    def test_the_link_leads_to_the_first_step(self, admin, client):
        user = UserFactory()
        grant_role(user, Role.INSTRUCTOR, by=admin)
        work_the_log()
        client.force_login(user)
        page = client.get(Notification.objects.get().url).content.decode()
        assert "You have no course yet." in page

    def test_other_roles_lead_to_the_editor(self, admin):
        user = UserFactory(display_name="Ada")
        grant_role(user, Role.TRANSLATOR, by=admin)
        work_the_log()
        assert told() == [("accounts.role_granted", "Ada", "/admin/")]
        assert "Open the editor" in mails("accounts.role_granted")[0].text

    def test_what_is_no_news_is_not_told(self, admin):
        user = UserFactory()
        invited = UserFactory(password=None)
        grant_role(user, Role.LEARNER, by=admin)
        grant_role(user, Role.REVIEWER, by=None)
        grant_role(admin, Role.INSTRUCTOR, by=admin)
        grant_role(invited, Role.INSTRUCTOR, by=admin)
        grant_role(user, Role.INSTRUCTOR, by=admin)
        revoke_role(user, Role.INSTRUCTOR, by=admin)
        gone = UserFactory()
        grant_role(gone, Role.INSTRUCTOR, by=admin)
        gone.delete()
        work_the_log()
        assert told() == []
        assert OutgoingMail.objects.count() == 0


class TestRequests:
    def test_every_administrator_hears_of_a_request_once(self, admin):
        other = UserFactory(administrator=True, display_name="Alan", language="fr")
        UserFactory(administrator=True, is_active=False)
        UserFactory(reviewer=True)
        person = UserFactory(display_name="Ada")
        request = ask_to_teach(person, words=WORDS, now=timezone.now())
        work_the_log()
        work_the_log()
        address = f"/admin/teach-requests/{request.pk}/"
        assert sorted(told()) == [
            ("accounts.teach_requested", "Alan", address),
            ("accounts.teach_requested", "Grace", address),
        ]
        english, french = mails("accounts.teach_requested")
        assert (english.to, french.to) == (admin.email, other.email)
        assert english.subject == "Ada wants to teach at Fledge"
        wanted = said("fr", "%(person)s wants to teach at %(site_name)s")
        assert " ".join(french.subject.split()) == wanted % {"person": "Ada", "site_name": "Fledge"}
        assert f'href="{BASE_URL}{address}"' in english.html
        assert f"{BASE_URL}{address}" in french.text
        # What the person wrote is read in the admin, and goes to no mailbox.
        assert WORDS not in english.text + english.html

    def test_an_answered_request_is_no_news(self, admin):
        request = ask_to_teach(UserFactory(), words=WORDS, now=timezone.now())
        decline_request(request, reason="Not yet.", by=admin, now=timezone.now())
        Delivery.objects.all().delete()
        work_the_log()
        assert [kind for kind, _person, _url in told()] == ["accounts.teach_declined"]

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_a_refusal_says_why(self, admin, language):
        person = UserFactory(display_name="Ada", language=language)
        request = InstructorRequestFactory(user=person)
        decline_request(request, reason="Say <b>more</b>.", by=admin, now=timezone.now())
        work_the_log()
        assert told() == [("accounts.teach_declined", "Ada", f"/{language}/teach/")]
        (mail,) = mails("accounts.teach_declined")
        assert (mail.to, mail.language) == (person.email, language)
        assert "Say <b>more</b>." in mail.text
        assert "Say &lt;b&gt;more&lt;/b&gt;." in mail.html
        assert f"{BASE_URL}/{language}/teach/" in mail.text
        assert " ".join(mail.subject.split()) == said(
            language, "Your request to teach was declined"
        )

    def test_a_granted_request_is_told_as_a_role(self, admin):
        request = InstructorRequestFactory(user=UserFactory(display_name="Ada"))
        grant_request(request, by=admin, now=timezone.now())
        work_the_log()
        assert told() == [("accounts.role_granted", "Ada", "/en/teach/")]


class TestBell:
    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_each_kind_is_one_sentence_in_the_readers_language(self, admin, client, language):
        admin.language = language
        admin.save()
        refused = InstructorRequestFactory(user=admin)
        decline_request(refused, reason="No.", by=admin, now=timezone.now())
        ask_to_teach(UserFactory(display_name="Ada"), words=WORDS, now=timezone.now())
        grant_role(admin, Role.REVIEWER, by=UserFactory(administrator=True))
        work_the_log()
        client.force_login(admin)
        page = " ".join(client.get(f"/{language}/notifications/").content.decode().split())
        declined = (
            "Your request to teach was declined. The reason stands on the page \u201cTeach\u201d."
        )
        asked = said(language, "%(person)s wants to teach and waits for your answer.")
        given = said(language, "You now have the role \u201c%(role_name)s\u201d.")
        for sentence in (
            said(language, declined),
            asked % {"person": "Ada"},
            given % {"role_name": said(language, "Reviewer")},
        ):
            assert escape(sentence) in page

    def test_kinds_for_administrators_are_offered_to_them_alone(self, admin, client):
        for user, is_offered in ((UserFactory(), False), (admin, True)):
            client.force_login(user)
            page = client.get("/en/notifications/preferences/").content.decode()
            assert "A new role" in page
            assert ("Requests to teach" in page.split("<main")[1]) == is_offered
