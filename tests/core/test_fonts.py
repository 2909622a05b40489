"""What a page loads before its first line: the right fonts, and not too much of anything."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find

from tests.factories.site import make_site

LATIN = {
    "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "fonts/bricolage-grotesque-latin-opsz-normal.woff2",
}
ARABIC = {
    "fonts/ibm-plex-sans-arabic-arabic-400-normal.woff2",
    "fonts/ibm-plex-sans-arabic-arabic-700-normal.woff2",
}


def built(name: str) -> Path:
    found = find(name)
    assert found, f"{name} was not built"
    return Path(found)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "fonts"), [("en", LATIN), ("fr", LATIN), ("ar", ARABIC)])
def test_a_page_preloads_body_and_heading_of_its_own_script(client, language, fonts):
    make_site(["en", "fr", "ar"])
    html = client.get(f"/{language}/").content.decode()
    links = re.findall(r'<link\s+rel="preload"\s+href="/static/([^"]+)"([^>]*)>', html)
    assert {address for address, _ in links} == fonts
    for address, rest in links:
        # Without this the browser fetches it a second time for the stylesheet.
        assert "crossorigin" in rest
        assert 'as="font"' in rest
        # The stylesheet asks for the very same file.
        assert f"./{address}" in built("site.css").read_text()
        assert built(address).stat().st_size > 10_000


def test_what_every_page_loads_stays_light():
    kilobytes = {
        name: len(gzip.compress(built(name).read_bytes())) / 1000
        for name in ("site.css", "lesson.css", "site.js", "theme.js")
    }
    assert kilobytes["site.css"] < 10
    assert kilobytes["lesson.css"] < 3
    assert kilobytes["site.js"] + kilobytes["theme.js"] < 3
    assert built("fonts/bricolage-grotesque-latin-opsz-normal.woff2").stat().st_size < 42_000


def test_no_font_is_kept_in_the_repository():
    kept = Path(__file__).resolve().parents[2] / "static"
    found = [path for path in kept.rglob("*.woff*") if "dist" not in path.parts]
    assert found == []
