"""Acts done at the same time, each with a connection of its own, as processes have."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from wagtail.models import Collection, Locale, Page, Site

from cms.accounts.services import ensure_roles
from cms.pages.services import set_up_site
from tests.factories.keeping import keeper


def make_empty_site() -> None:
    """Set up a site in tables that an earlier test of this kind has emptied."""
    keeper.make(("empty site",), _set_up)
    Site.clear_site_root_paths_cache()


def _set_up() -> None:
    Locale.objects.get_or_create(language_code="en")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    ensure_roles()
    set_up_site("Fledge", languages=["en"])


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at the same time; return what each returned or raised, in their order."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
