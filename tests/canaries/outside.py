"""What is planted beside the courses: the site's pages, snippets, settings, mails and records."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.embeds.models import Embed
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    ModelLogEntry,
    Page,
    PageViewRestriction,
    Site,
)

from cms.core.models import SiteSettings
from cms.eventlog.models import Event
from cms.notifications.models import OutgoingMail
from cms.pages.models import HomePage, LegalPage, StandardPage
from courses.outline.models import Category, Tag
from courses.pages.models import CatalogPage, InstructorPage
from tests.canaries.files import Files
from tests.canaries.people import (
    ADMINISTRATORS,
    COLLEAGUES,
    EVERYBODY,
    NOBODY,
    Seers,
    Shelf,
    Who,
    own,
)
from tests.canaries.tokens import Canaries
from tests.canaries.writing import Generation, Writer
from tests.factories.eventlog import DeliveryFactory

LIVE = Generation("live", Shelf.OPEN, Shelf.OPEN)
DRAFT = Generation("draft", Shelf.HIDDEN, Shelf.HIDDEN)
# Of what stands above their courses, Wagtail shows those who work there the draft's title.
DRAFT_ABOVE = Generation("draft", Shelf.DRAFT_OPEN, Shelf.HIDDEN)
# The owner's page as a teacher is their own.
DRAFT_OWN = Generation("draft", Shelf.DRAFT_LOCKED, Shelf.DRAFT_LOCKED)
DRAFTS = {"home": DRAFT_ABOVE, "catalogue": DRAFT_ABOVE, "instructor": DRAFT_OWN}


class SiteWriter(Writer):
    """Writes pages of the site: what is live is for everybody, the rest for administrators."""

    def seers(self, shelf: Shelf) -> Seers:
        seers = {
            Shelf.OPEN: EVERYBODY,
            Shelf.DRAFT_OPEN: COLLEAGUES,
            Shelf.DRAFT_LOCKED: own(Who.OWNER),
        }
        return seers.get(shelf, ADMINISTRATORS)


class Outside:
    """Plants what belongs to no course."""

    def __init__(self, canaries: Canaries, people: dict[Who, Any]) -> None:
        self.canaries, self.people = canaries, people

    def word(self, where: str, seers: Seers = ADMINISTRATORS, *, is_met: bool = True) -> str:
        return self.canaries.word(f"site {where}", seers, is_met=is_met)

    def words(self, thing: Any, names: str, seers: Seers = ADMINISTRATORS) -> None:
        """Put a word into each of these fields of the row, and save it."""
        for name in names.split():
            setattr(thing, name, self.word(f"{type(thing).__name__}.{name}", seers))
        thing.save()

    def snippets(self, language: str) -> dict[str, Any]:
        locale = Locale.objects.get(language_code=language)
        category, tag = Category(locale=locale), Tag(locale=locale)
        self.words(category, "name slug description", EVERYBODY)
        self.words(tag, "name slug", EVERYBODY)
        ModelLogEntry.objects.create(
            content_type=ContentType.objects.get_for_model(category),
            object_id=category.pk,
            label=self.word("ModelLogEntry.label"),
            data={"words": self.word("ModelLogEntry.data", is_met=False)},
            action="wagtail.edit",
            timestamp=timezone.now(),
        )
        return {f"category {language}": category, f"tag {language}": tag}

    def settings(self) -> dict[str, Any]:
        site = Site.objects.get(is_default_site=True)
        settings = SiteSettings.objects.get(site=site)
        shown = "name company_name company_address company_phone company_registration"
        self.words(settings, f"{shown} company_tax_number", EVERYBODY)
        settings.support_email = f"{self.word('SiteSettings.support_email', EVERYBODY)}@example.org"
        settings.sender_email = f"{self.word('SiteSettings.sender_email')}@example.org"
        self.words(settings, "sender_name")
        # The root of the tree is called by it.
        self.words(site, "site_name", COLLEAGUES)
        return {"settings": settings, "site": site}

    def pages(self, files: Files) -> dict[str, Any]:
        """Write the site's own pages: live, and drafts over them; one with a password."""
        writer = SiteWriter(self.canaries, files)
        home = HomePage.objects.get(locale__language_code="en")
        plain = StandardPage(title="Plain", slug="plain", locale=home.locale)
        closed = StandardPage(title="Closed", slug="closed", locale=home.locale)
        secret = StandardPage(title="Draft", slug="draft", locale=home.locale, live=False)
        for page in (plain, closed, secret):
            home.add_child(instance=page)
        restriction = PageViewRestriction.objects.create(
            page=closed,
            restriction_type=PageViewRestriction.PASSWORD,
            password=self.word("PageViewRestriction.password"),
        )
        pages = {
            "home": home,
            "plain": plain,
            "closed": closed,
            "catalogue": CatalogPage.objects.get(locale=home.locale),
            "legal": LegalPage.objects.get(locale=home.locale, kind="privacy"),
            "instructor": InstructorPage.objects.get(user=self.people[Who.OWNER]),
        }
        for what, page in pages.items():
            self.write_twice(writer, page, what)
        writer.write(secret, "never released page", DRAFT)
        secret.save_revision()
        return {**pages, "secret": secret, "restriction": restriction}

    def write_twice(self, writer: Writer, page: Page, what: str) -> None:
        live = DRAFT if what == "closed" else LIVE
        writer.write(page, f"{what} page", live)
        page.save_revision(clean=False).publish(skip_permission_checks=True)
        page.refresh_from_db()
        writer.write(page, f"{what} page", DRAFTS.get(what, DRAFT))
        page.save_revision(clean=False)

    def records(self) -> dict[str, Any]:
        """Plant mails, events, redirects, names of groups, and what nobody may ever see."""
        mail = OutgoingMail(headers={"X": self.word("OutgoingMail.headers", is_met=False)})
        mail.to = f"{self.word('OutgoingMail.to')}@example.org"
        mail.state, mail.kind = "failed", "account"
        for name in ("text", "html", "message_id", "dedupe_key"):
            setattr(mail, name, self.word(f"OutgoingMail.{name}", NOBODY, is_met=False))
        self.words(mail, "subject last_error")
        event = Event.objects.create(
            name=self.word("Event.name"),
            subject_type=self.word("Event.subject_type", is_met=False),
            subject_id=self.word("Event.subject_id", is_met=False),
            data={"words": self.word("Event.data", is_met=False)},
        )
        delivery = DeliveryFactory(event=event, dead=True)
        self.words(delivery, "handler last_error")
        redirect = Redirect(site=Site.objects.get(is_default_site=True), is_permanent=False)
        redirect.redirect_link = f"https://example.org/{self.word('Redirect.link', EVERYBODY)}/"
        redirect.redirect_page_route_path = self.word("Redirect.route", is_met=False)
        redirect.old_path = f"/{self.word('Redirect.old_path', EVERYBODY)}"
        redirect.save()
        group = Group.objects.create(name=self.word("Group.name"))
        return {"mail": mail, "delivery": delivery, "redirect": redirect, "group": group}

    def secrets(self) -> None:
        """Plant what no address shows to anybody."""

        def word(where: str) -> str:
            return self.word(where, NOBODY, is_met=False)

        collection = Collection.objects.order_by("depth").first()
        closed = collection.add_child(name=self.word("Collection.name"))
        CollectionViewRestriction.objects.create(
            collection=closed, restriction_type="password", password=word("collection's password")
        )
        Session.objects.create(
            session_key=word("Session.session_key"),
            session_data=word("Session.session_data"),
            expire_date=timezone.now() + timedelta(days=1),
        )
        address = EmailAddress.objects.get(user=self.people[Who.LEARNER])
        EmailConfirmation.objects.create(
            email_address=address, key=word("EmailConfirmation.key"), sent=timezone.now()
        )
        embed = Embed(url=f"https://example.org/{word('Embed.url')}", type="video")
        for name in ("hash", "html", "title", "author_name", "provider_name", "thumbnail_url"):
            setattr(embed, name, word(f"Embed.{name}"))
        embed.save()
