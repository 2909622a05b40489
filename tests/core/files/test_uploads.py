"""What the doors of the admin keep and refuse, with uploads in folders and in buckets."""

import re

import pytest

from cms.core.models import SiteDocument, SiteImage
from tests.core import upload_samples as samples
from tests.core.upload_doors import DOORS
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "program": ("oven.png", b"MZ" + bytes(2000), "The file is a program"),
    "script in a drawing": ("oven.svg", SVG, "SVG files can hold programs."),
    "bomb": ("oven.png", samples.png_that_claims(60_000, 60_000), "million pixels"),
    "way out of the folder": ("../../oven.png", samples.picture("PNG"), "parts of a path"),
}


@pytest.fixture
def staff(area, reader):
    make_site(["en"])
    return reader


@pytest.mark.parametrize("door", ["image", "images", "image chooser", "document"])
@pytest.mark.parametrize("what", REFUSED)
def test_nothing_is_kept_of_what_is_refused(area, staff, door, what):
    name, content, reason = REFUSED[what]
    response = DOORS[door].send(staff, name, content)
    assert response.status_code == 200
    assert reason in DOORS[door].reason_in(response)
    assert area.names() == set()
    assert (SiteImage.objects.count(), SiteDocument.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("door", "pattern"),
    [
        ("image", r"original_images/[\w-]{32}\.png"),
        ("document", r"documents/[\w-]{32}\.pdf"),
    ],
)
def test_what_is_taken_lies_in_the_private_area(area, staff, door, pattern):
    name, content = DOORS[door].sound
    assert DOORS[door].send(staff, name, content).status_code == 302
    (kept,) = area.names()
    assert re.fullmatch(pattern, kept)
    assert (area.private / kept).read_bytes() == content
