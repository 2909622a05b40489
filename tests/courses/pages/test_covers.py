"""Covers are drawn the same for ever, with one yellow shape and no words; pictures come ahead."""

import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cms.core.models import SiteImage, SiteRendition
from courses.outline.enums import Tint
from courses.outline.models import Category
from courses.pages.cover_drawing import PALETTES, YELLOW
from courses.pages.covers import COVER_SPECS, PRIVATE_SPECS, cover_of, draw_cover
from courses.pages.models import CoursePage
from courses.pages.tasks import make_cover, make_draft_cover
from tests.factories.courses import make_course, publish_all
from tests.factories.site import make_site

SLUGS = [f"course-{number}" for number in range(60)] + ["قراءة-النهر", "كتب", ""]
SVG = "{http://www.w3.org/2000/svg}"


class TestDrawing:
    def test_the_same_slug_gives_the_same_drawing(self):
        for tint in Tint.values:
            assert draw_cover("reading-a-river", tint) == draw_cover("reading-a-river", tint)

    def test_it_is_known_from_the_first_day_on(self):
        # Browsers keep drawings for ever: when this changes, so must the number in the address.
        drawing = draw_cover("reading-a-river", "moss")
        assert drawing.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400"')
        assert len(drawing) == 430

    @pytest.mark.parametrize("tint", Tint.values)
    def test_every_drawing_has_one_yellow_shape_and_no_words(self, tint):
        known = {*PALETTES[tint], YELLOW, "#fbfbf6", "#66a9c4", "none"}
        for slug in SLUGS:
            root = ElementTree.fromstring(draw_cover(slug, tint))  # noqa: S314  # our own
            shapes = [element for element in root.iter() if element.tag != f"{SVG}svg"]
            colours = [
                colour
                for shape in shapes
                for name in ("fill", "stroke")
                if (colour := shape.get(name)) is not None
            ]
            assert colours.count(YELLOW) == 1, slug
            assert set(colours) <= known, slug
            assert {shape.tag.removeprefix(SVG) for shape in shapes} <= {
                "rect",
                "circle",
                "path",
                "g",
            }
            assert "".join(root.itertext()).strip() == "", slug

    @pytest.mark.parametrize("tint", Tint.values)
    def test_neighbours_look_different(self, tint):
        assert len({draw_cover(slug, tint) for slug in SLUGS}) > len(SLUGS) * 0.6

    def test_an_unknown_colour_is_drawn_all_the_same(self):
        assert draw_cover("a", "purple") == draw_cover("a", "reed")


@pytest.mark.django_db
class TestServing:
    @pytest.fixture(autouse=True)
    def _site(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        make_site(["en"])

    def drawn(self, course):
        return cover_of(course, "moss").src

    def test_a_drawing_is_kept_for_ever_and_asks_the_database_nothing(
        self, client, django_assert_num_queries
    ):
        address = self.drawn(make_course(title="Reading a River"))
        assert re.fullmatch(r"/covers/1/moss/[0-9a-f]{8}\.svg", address)
        # The site's languages are remembered from the first request on.
        client.get(address)
        with django_assert_num_queries(0):
            answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
        assert answer.content.decode() == draw_cover("reading-a-river", "moss")
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405

    @pytest.mark.parametrize(
        "path", ["moss/0000000.svg", "purple/00000000.svg", "moss/zzzzzzzz.svg"]
    )
    def test_other_addresses_are_no_drawings(self, client, path):
        assert client.get(f"/covers/1/{path}").status_code == 404

    def picture(self):
        data = BytesIO()
        Image.new("RGB", (1300, 900), "#336699").save(data, "PNG")
        return SiteImage.objects.create(
            title="Oven", file=ContentFile(data.getvalue(), "secret-name.png")
        )

    def specs(self):
        return set(SiteRendition.objects.values_list("filter_spec", flat=True))

    def test_a_draft_asks_once_for_what_those_who_see_it_are_shown(
        self, django_capture_on_commit_callbacks, monkeypatch
    ):
        asked = []
        monkeypatch.setattr(make_draft_cover, "delay", asked.append)
        image = self.picture()
        with django_capture_on_commit_callbacks(execute=True):
            course = make_course(live=False, cover=image)
        assert set(asked) == {image.pk}
        make_draft_cover(image.pk)
        make_draft_cover(image.pk)
        assert self.specs() == set(PRIVATE_SPECS)
        asked.clear()
        with django_capture_on_commit_callbacks(execute=True):
            CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object().save_revision()
        assert asked == []
        # A picture that is gone by then is no error.
        make_draft_cover(0)

    def test_publishing_makes_the_covers_public_sizes_and_visitors_make_none(
        self, client, django_capture_on_commit_callbacks, monkeypatch
    ):
        asked = []
        monkeypatch.setattr(make_cover, "delay", asked.append)
        image = self.picture()
        course = make_course(live=False, cover=image)
        assert asked == []
        with django_capture_on_commit_callbacks(execute=True):
            publish_all(course)
        assert set(asked) == {course.pk}
        assert self.specs() == set()
        make_cover(course.pk)
        make_cover(course.pk)
        assert self.specs() == set(COVER_SPECS)
        made = SiteRendition.objects.count()
        html = client.get("/en/courses/").content.decode()
        small, large = (SiteRendition.objects.get(filter_spec=spec) for spec in COVER_SPECS)
        assert (small.width, small.height, large.width, large.height) == (640, 400, 1280, 800)
        assert small.url in html
        assert f"{large.url} 1280w" in html
        assert "secret-name" not in html
        assert client.get(small.url).status_code == 200
        assert SiteRendition.objects.count() == made

    def test_a_draft_and_a_preview_make_nothing_public(self):
        course = make_course(live=False, cover=self.picture())
        make_cover(course.pk)
        assert self.specs() == set()
        draft = course.get_latest_revision_as_object()
        cover = cover_of(draft, "moss", is_public=False)
        assert "public" not in cover.src
        assert self.specs() == {"fill-640x400|format-webp", "fill-1280x800|format-webp"}

    def test_a_picture_that_cannot_be_read_gives_way_to_the_drawing(self):
        image = self.picture()
        Path(image.file.path).write_bytes(b"no picture")
        course = make_course(cover=image)
        course = CoursePage.objects.get(pk=course.pk)
        assert course.cover == image
        assert self.drawn(course).startswith("/covers/1/moss/")

    def test_a_category_below_another_shows_the_colour_of_the_topmost(self, client):
        top = Category.objects.get(slug="hands-and-craft")
        below = Category(name="Wood", parent_key=top.translation_key, locale=top.locale)
        below.save()
        course = make_course(category=below)
        html = client.get(course.url).content.decode()
        assert 'class="head ground clay stack"' in html
        assert "/covers/1/clay/" in html

    @pytest.mark.postgresql
    def test_many_covers_cost_one_statement(self):
        def asked():
            courses = list(CoursePage.objects.select_related("cover"))
            with CaptureQueriesContext(connection) as queries:
                for course in courses:
                    make_cover_of = cover_of(course, "moss")
                    assert make_cover_of.src
            return len(queries) / len(courses)

        for _number in range(2):
            course = make_course(cover=self.picture())
            make_cover(course.pk)
        assert asked() == 1
