"""`manage.py prepare_local`: what `make run` needs before it starts; quick when nothing changed."""

import hashlib
import json
import logging
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import ensure_demo_accounts, ensure_roles
from cms.core.models import SiteSettings
from cms.core.services import health
from cms.pages.models import HomePage
from cms.pages.services import draft_legal_pages, set_up_site
from demo.services import ensure_demo_course, ensure_waiting_course

WORDS = gettext_noop("Short lessons by people who do the work.")
INTRO = f"<p>{WORDS}</p>"


class Command(BaseCommand):
    help = "Migrate, set the site up, make demo accounts and collect static files, for local use."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("This is for local use. In production run migrate and setup_site.")
        # What is made is said below in words for the newcomer; the log's lines would bury it.
        logging.disable(logging.INFO)
        try:
            self._prepare()
        finally:
            logging.disable(logging.NOTSET)

    def _prepare(self) -> None:
        # The last run's beat is no news of this one's.
        health.forget_heartbeat()
        try:
            self._migrate()
        except DatabaseError as error:
            raise CommandError(
                f"The local database cannot be used ({error})."
                f" Move {settings.VAR_DIR} away to start with an empty one."
            ) from error
        self._set_up()
        users = self._write_accounts()
        if ensure_demo_course(users[Role.INSTRUCTOR]):
            self.stdout.write("Made: a course to look at")
        if ensure_waiting_course(users[Role.INSTRUCTOR]):
            self.stdout.write("Made: a course that waits for a review")
        self._collect_static()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database")
            call_command("migrate", verbosity=0, interactive=False)

    def _set_up(self) -> None:
        ensure_roles()
        # A name that was given in the editor is not taken back by the next start.
        current = SiteSettings.objects.filter(site__is_default_site=True).first()
        result = set_up_site(
            current.name if current else "Fledge",
            languages=[code for code, _ in settings.LANGUAGES],
            intro=INTRO,
        )
        for thing in (*result.made, *draft_legal_pages()):
            self.stdout.write(f"Made: {thing}")
        self._translate_intro()

    def _translate_intro(self) -> None:
        """Say the introduction in each language, where nobody has written another since."""
        for home in HomePage.objects.filter(intro=INTRO).select_related("locale"):
            with translation.override(home.locale.language_code):
                intro = f"<p>{gettext(WORDS)}</p>"
            if intro != home.intro:
                home.intro = intro
                home.save_revision().publish()

    def _write_accounts(self) -> dict[Role, User]:
        """Keep one password per role for as long as the folder lives, so that they can be noted."""
        path = Path(settings.VAR_DIR) / "accounts.json"
        kept = (
            {row["role"]: row["password"] for row in json.loads(path.read_text())}
            if path.exists()
            else {}
        )
        passwords = {
            role: kept.get(role.value) or f"{role.value}-{secrets.token_hex(3)}" for role in Role
        }
        users = ensure_demo_accounts(passwords)
        rows = [
            {"role": role.value, "email": user.email, "password": passwords[role]}
            for role, user in users.items()
        ]
        aside = path.with_suffix(".new")
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(rows, indent=1))
        aside.replace(path)
        return users

    def _collect_static(self) -> None:
        if settings.DEBUG:
            return
        stamp_path = Path(settings.STATIC_ROOT) / "stamp"
        stamp = self._static_stamp()
        if stamp_path.exists() and stamp_path.read_text() == stamp:
            return
        self.stdout.write("Collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp_path.write_text(stamp)

    def _static_stamp(self) -> str:
        """Return a digest of what collectstatic reads: our bundle and the installed packages."""
        digest = hashlib.sha256()
        for lock in sorted((settings.BASE_DIR / "requirements").glob("*.txt")):
            digest.update(lock.read_bytes())
        for folder in settings.STATICFILES_DIRS:
            for file in sorted(Path(folder).rglob("*")):
                if file.is_file():
                    digest.update(str(file.relative_to(folder)).encode())
                    digest.update(file.read_bytes())
        return digest.hexdigest()
