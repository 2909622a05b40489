"""People who have their roles already, where the story is not about how they got them."""

import json
import uuid
from dataclasses import dataclass

from playwright.sync_api import Error, Page, Response

from tests.servers.beside import run_beside
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
    run_beside(site.folder / "var", SCRIPT.format(people=rows, password=PASSWORD))
    return made


def told(page: Page, site: LocalSite) -> str:
    """Return what the page and the site say, for whoever reads why a test failed."""
    try:
        shown = page.inner_text("body", timeout=5_000)
    except Error as error:
        shown = str(error)
    try:
        # Not by the page, which may be what is stuck.
        answer = page.request.get(page.url, timeout=15_000)
        now = f"{answer.status} {answer.text()[:500]}"
    except Error as error:
        now = str(error)
    return (
        f"{page.url} shows:\n{shown}\n\nAsked again, it answers:\n{now}\n\n"
        f"The site said last:\n{site.output()[-4_000:]}"
    )


def visit(page: Page, site: LocalSite, path: str) -> Response:
    """Go to the path, which has to answer with a page and not with a problem."""
    response = page.goto(site.url + path)
    assert response is not None, path
    assert response.status == 200, f"{path} answered {response.status}. {told(page, site)}"
    return response


def sign_in(page: Page, site: LocalSite, address: str, password: str, path: str = "") -> None:
    """Sign in at the door, on the way to the path if there is one."""
    visit(page, site, f"/en/accounts/login/{path and '?next='}{path}")
    try:
        page.locator("input[name=login]").fill(address)
        page.locator("input[name=password]").fill(password)
        page.locator("main form button[type=submit]").click()
        if path:
            page.wait_for_url(site.url + path)
    except Error as error:
        raise AssertionError(f"{error}\n{told(page, site)}") from error


def enter(page: Page, site: LocalSite, person: Person, path: str) -> None:
    """Sign in as a person of this module and go to the path."""
    sign_in(page, site, person.address, PASSWORD, path)
