"""Covers of courses: the uploaded picture, else one drawn of a course's slug.

A drawing is the same for ever: its address names all that it is made of, so browsers keep it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.images.models import Filter, SourceImageIOError

from cms.core.files.answers import FILE_POLICY, FOREVER
from cms.core.models import SiteImage, SiteRendition
from courses.pages.cover_drawing import DEFAULT_TINT, PALETTES, draw
from courses.pages.models import CoursePage

__all__ = ["COVER_SPECS", "DEFAULT_TINT", "Cover", "cover_of", "covers_of", "draw_cover"]

# 8 by 5, for one and for two dots to a pixel; in the public area, for everybody sees them.
COVER_SIZES = ((640, 400), (1280, 800))
PRIVATE_SPECS = tuple(f"fill-{width}x{height}|format-webp" for width, height in COVER_SIZES)
COVER_SPECS = tuple(f"{spec}|public" for spec in PRIVATE_SPECS)
_HEX = 8


@dataclass(frozen=True)
class Cover:
    """What an `img` needs; `srcset` is empty for a drawing, which fits every size."""

    src: str
    srcset: str = ""


def seed_of(slug: str) -> str:
    """Return the short name of the drawing for this slug."""
    return hashlib.sha256(slug.encode()).hexdigest()[:_HEX]


def draw_cover(slug: str, tint: str) -> str:
    """Return the drawing for a course with this slug in its category's colours, as SVG."""
    return draw(seed_of(slug), tint)


def covers_of(tints: Mapping[CoursePage, str], *, is_public: bool = True) -> dict[int, Cover]:
    """Return the covers of courses, whose colours are given, in one statement."""
    specs = COVER_SPECS if is_public else PRIVATE_SPECS
    images = [course.cover for course in tints if course.cover is not None]
    renditions = SiteRendition.objects.filter(filter_spec__in=specs)
    prefetch_related_objects(
        images, Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions")
    )
    return {
        course.pk: _uploaded(course.cover, specs) or Cover(_drawing(course.slug, tint))
        for course, tint in tints.items()
    }


def cover_of(course: CoursePage, tint: str, *, is_public: bool = True) -> Cover:
    """Return one course's cover. What a draft shows must not become public by being looked at."""
    return covers_of({course: tint}, is_public=is_public)[course.pk]


def make_cover_renditions(course: CoursePage) -> None:
    """Make what everybody will be shown of the course's cover, so that no visitor waits for it."""
    if course.cover is not None:
        _uploaded(course.cover, COVER_SPECS)


def make_private_renditions(image: SiteImage) -> None:
    """Make what those who may see a draft are shown of its cover."""
    _uploaded(image, PRIVATE_SPECS)


def _uploaded(image: SiteImage | None, specs: tuple[str, ...]) -> Cover | None:
    if image is None:
        return None
    try:
        made = image.get_renditions(*(Filter(spec) for spec in specs))
    except (SourceImageIOError, OSError):
        # A picture that cannot be read any more: the drawing takes its place.
        return None
    small, large = (made[spec].url for spec in specs)
    return Cover(small, f"{small} {COVER_SIZES[0][0]}w, {large} {COVER_SIZES[1][0]}w")


def _drawing(slug: str, tint: str) -> str:
    return reverse("courses_pages:cover", args=[tint, seed_of(slug)])


@require_safe
def drawn_cover(request: HttpRequest, tint: str, seed: str) -> HttpResponse:
    """Answer with a drawing: whoever knows the address knows all that is in it."""
    if tint not in PALETTES or len(seed) != _HEX:
        raise Http404
    response = HttpResponse(draw(seed, tint), content_type="image/svg+xml")
    response["Cache-Control"] = FOREVER
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
