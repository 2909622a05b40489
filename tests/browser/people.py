"""People who have their roles already, where the story is not about how they got them."""

import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.servers.guarded import REPOSITORY
from tests.servers.local_site import LocalSite

PASSWORD = "seven reeds by the water"
SCRIPT = """
import json
from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import grant_role
from cms.accounts.services.invitations import confirm_address
for name, address in json.loads({people!r}):
    user = User.objects.create_user(address, {password!r}, display_name=name)
    confirm_address(user)
    grant_role(user, Role.LEARNER, by=None)
    grant_role(user, Role.INSTRUCTOR, by=None)
"""


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    name: str
    address: str


def instructors(site: LocalSite, *names: str) -> list[Person]:
    """Make confirmed instructors on the running site."""
    made = [Person(name, f"{uuid.uuid4().hex[:8]}@example.org") for name in names]
    rows = json.dumps([(person.name, person.address) for person in made])
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "FLEDGE_ENV")
    }
    subprocess.run(
        [
            sys.executable,
            "manage.py",
            "shell",
            "-v",
            "0",
            "-c",
            SCRIPT.format(people=rows, password=PASSWORD),
        ],
        cwd=REPOSITORY,
        env={**env, "FLEDGE_VAR": str(site.folder / "var")},
        check=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    return made


def enter(page: Page, site: LocalSite, person: Person, path: str) -> None:
    """Sign in and go to the path."""
    page.goto(f"{site.url}/en/accounts/login/?next={path}")
    page.locator("input[name=login]").fill(person.address)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(site.url + path)
