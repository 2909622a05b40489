"""`manage.py setup_site`: an empty database becomes a site with an administrator."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from cms.accounts.services import ensure_roles, invite_administrator
from cms.notifications.services import deliver_now
from cms.pages.errors import SetupError
from cms.pages.services import draft_legal_pages, set_up_site


class Command(BaseCommand):
    help = "Set the site up: languages, home page, catalogue, roles and the first administrator."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="The site's name.")
        parser.add_argument(
            "--languages",
            required=True,
            help=f"Codes with commas, out of {','.join(code for code, _ in settings.LANGUAGES)}.",
        )
        parser.add_argument("--admin-email", required=True, help="Gets a link to sign in by.")

    def handle(self, *args: Any, **options: Any) -> None:
        email: str = options["admin_email"].strip()
        name: str = options["name"].strip()
        languages = list(
            dict.fromkeys(code.strip() for code in options["languages"].split(",") if code.strip())
        )
        if not name:
            raise CommandError("--name is empty.")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"--admin-email: {email!r} is not an e-mail address.") from error
        ensure_roles()
        try:
            result = set_up_site(name, languages=languages)
        except SetupError as error:
            raise CommandError(str(error)) from error
        made = [*result.made, *draft_legal_pages()]
        for thing in made:
            self.stdout.write(f"Made: {thing}")
        if not made:
            self.stdout.write("Everything stood already.")
        invitation = invite_administrator(
            email, language=settings.LANGUAGE_CODE, now=timezone.now()
        )
        self.stdout.write(invitation.summary)
        # The owner waits for it, and perhaps no worker runs yet.
        if invitation.mail is not None and not deliver_now(invitation.mail):
            self.stdout.write(
                "The mail server did not take it yet; a running worker will try again."
            )
