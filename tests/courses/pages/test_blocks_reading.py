"""Reading a lesson asks as little for a long one as for a short one."""

import re

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from cms.core.models import SiteDocument, SiteImage, SiteRendition
from cms.core.renditions import STANDARD_SPECS
from courses.pages.blocks import LessonBodyBlock
from courses.pages.blocks.reading import prepare_for_reading
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
BODY = LessonBodyBlock()
# Pictures, those in each of two columns, documents, downloads, the renditions of all pictures.
STATEMENTS = 6


@pytest.fixture
def root():
    return Collection.get_first_root_node() or Collection.add_root(name="Root")


def images(number, root):
    made = [
        SiteImage(
            title=f"Image {n}",
            file=f"original_images/{n}.png",
            width=1600,
            height=900,
            collection=root,
        )
        for n in range(number)
    ]
    SiteImage.objects.bulk_create(made)
    renditions = [
        SiteRendition(
            image=image,
            filter_spec=spec,
            file=f"images/{image.pk}-{n}.avif",
            width=480,
            height=270,
            focal_point_key="",
        )
        for image in made
        for n, spec in enumerate(STANDARD_SPECS)
    ]
    SiteRendition.objects.bulk_create(renditions)
    return made


def documents(number, root):
    made = [
        SiteDocument(title=f"Sheet {n}", file=f"documents/{n}.pdf", file_size=2048, collection=root)
        for n in range(number)
    ]
    return SiteDocument.objects.bulk_create(made)


def long_body(number, root):
    """Return `number` blocks of each kind that asks the database something."""
    blocks = []
    for image, other in zip(images(number, root), documents(number, root), strict=True):
        picture = {"image": image.pk, "decorative": False, "alt_text": f"Alt {image.pk}"}
        column = [{"type": "image", "value": picture}, {"type": "text", "value": "<p>Beside</p>"}]
        blocks += [
            {"type": "image", "value": picture},
            {"type": "columns", "value": {"first": column, "second": column}},
            {"type": "document", "value": {"document": other.pk, "caption": ""}},
            {"type": "downloads", "value": {"title": "", "documents": [other.pk, other.pk]}},
        ]
    return blocks


def read(blocks):
    """Return the page's text and the statements that it took, as for a first reader."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        body = BODY.to_python([{**block, "id": str(n)} for n, block in enumerate(blocks)])
        prepare_for_reading(body)
        html = body.render_as_block()
    return html, [query["sql"] for query in asked]


def test_it_takes_as_many_statements_at_two_sizes(root):
    short, few = read(long_body(2, root))
    long, many = read(long_body(12, root))
    assert (short.count("<picture>"), long.count("<picture>")) == (6, 36)
    assert (short.count("<iframe"), long.count("<iframe")) == (2, 12)
    assert (short.count('class="file"'), long.count('class="file"')) == (6, 36)
    assert len(few) == len(many) == STATEMENTS
    # What is read is read: nothing is made or written while somebody waits.
    assert all(statement.startswith("SELECT") for statement in many)


def test_each_use_of_a_picture_has_its_own_words(root):
    [image] = images(1, root)
    values = [
        {"image": image.pk, "decorative": False, "alt_text": "The beck", "caption": "In May"},
        {"image": image.pk, "decorative": True, "alt_text": "Left over", "credit": "Ines, CC BY"},
        {"image": image.pk, "decorative": False, "alt_text": 'A "float"', "caption": "<b>"},
    ]
    html, _ = read([{"type": "image", "value": value} for value in values])
    assert html.count("<picture>") == 3
    for words in ('alt="The beck"', 'alt=""', 'alt="A &quot;float&quot;"'):
        assert html.count(words) == 1
    assert "Left over" not in html
    assert ("<span>In May</span>" in html, "&lt;b&gt;" in html) == (True, True)
    assert "<small>Ines, CC BY</small>" in html


def test_what_was_deleted_leaves_no_broken_place(root):
    blocks = [
        {"type": "image", "value": {"image": 987654, "alt_text": "Gone"}},
        {"type": "document", "value": {"document": 987654, "caption": "Gone"}},
        {"type": "downloads", "value": {"title": "Sheets", "documents": [987654]}},
    ]
    html, _ = read(blocks)
    assert "Gone" not in html
    assert "<li>" not in html
    assert "None" not in html


def test_a_pdf_is_shown_in_place_and_can_be_saved_anything_else_only_saved(root):
    [pdf] = documents(1, root)
    table = SiteDocument.objects.create(
        title="Float times", file="documents/t.csv", file_size=3_400_000, collection=root
    )
    html, _ = read(
        [
            {"type": "document", "value": {"document": pdf.pk, "caption": "Print it"}},
            {"type": "document", "value": {"document": table.pk, "caption": ""}},
        ]
    )
    assert html.count("<iframe") == 1
    assert f'src="{pdf.url}#navpanes=0"' in html
    assert 'title="Sheet 0"' in html
    assert html.count(f'<a href="{pdf.url}">Sheet 0</a>') == 1
    assert html.count(f'<a href="{table.url}">Float times</a>') == 1
    assert "PDF · 2.0\xa0KB" in html
    assert "CSV · 3.2\xa0MB" in html
    assert "<span>Print it</span>" in html


def test_what_stands_in_the_frame_comes_through_the_sites_own_door(
    client, settings, tmp_path, root
):
    settings.MEDIA_ROOT = tmp_path
    sheet = SiteDocument.objects.create(
        title="Field sheet", file=ContentFile(b"%PDF-1.7", "secret.pdf"), collection=root
    )
    html, _ = read([{"type": "document", "value": {"document": sheet.pk, "caption": ""}}])
    [address] = re.findall(r'<iframe src="([^"#]+)#', html)
    assert client.get(address).status_code == 403
    client.force_login(UserFactory(administrator=True))
    answer = client.get(address, follow=True)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline;")
    # This site's pages may frame it, and nobody else's.
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
