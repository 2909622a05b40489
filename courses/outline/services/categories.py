"""Categories: those a new site begins with, and their tree as lists show it."""

import logging
from uuid import UUID

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from courses.outline.category_tree import MAX_DEPTH
from courses.outline.enums import Tint
from courses.outline.models import Category

logger = logging.getLogger(__name__)

# First names; from then on they are the administrators' to change.
STARTING_CATEGORIES: dict[Tint, dict[str, str]] = {
    Tint.MOSS: {
        "en": "Earth and sky",
        "fr": "Terre et ciel",
        "sw": "Ardhi na anga",
        "ar": "الأرض والسماء",
    },
    Tint.LAKE: {
        "en": "Code and data",
        "fr": "Code et données",
        "sw": "Programu na data",
        "ar": "البرمجة والبيانات",
    },
    Tint.CLAY: {
        "en": "Hands and craft",
        "fr": "Gestes et métiers",
        "sw": "Kazi za mikono",
        "ar": "الحرف اليدوية",
    },
    Tint.PLUM: {
        "en": "Words and languages",
        "fr": "Mots et langues",
        "sw": "Maneno na lugha",
        "ar": "الكلمات واللغات",
    },
    Tint.ROSE: {
        "en": "Sound and image",
        "fr": "Son et image",
        "sw": "Sauti na picha",
        "ar": "الصوت والصورة",
    },
    Tint.REED: {
        "en": "Work and money",
        "fr": "Travail et argent",
        "sw": "Kazi na fedha",
        "ar": "العمل والمال",
    },
}


@transaction.atomic
def ensure_starting_categories() -> list[str]:
    """Give a site without categories its first six, in each of its languages.

    Returns what was made. A site where somebody made or left a category is left alone, but for
    a language that came later: there the first six are made when it has none at all.
    """
    # The rows of the locales as the lock: a second run waits here and then finds all made.
    locales = list(Locale.objects.select_for_update().order_by("pk"))
    source = settings.LANGUAGE_CODE
    locales.sort(key=lambda locale: locale.language_code != source)
    made: list[str] = []
    for locale in locales:
        if not Category.objects.filter(locale=locale).exists():
            _make_all(locale)
            made.append(f"categories {locale.language_code}")
    return made


def _make_all(locale: Locale) -> None:
    code = locale.language_code
    for position, (tint, names) in enumerate(STARTING_CATEGORIES.items()):
        row = Category(
            name=names.get(code, names["en"]), tint=tint, position=position, locale=locale
        )
        # Those of another language that still are what they began as are the same category.
        same = Category.objects.filter(tint=tint, parent_key=None).exclude(locale=locale)
        twin = same.filter(position=position).first()
        if twin is not None:
            row.translation_key = twin.translation_key
        row.full_clean()
        row.save()


def category_choices(locale_id: int) -> list[tuple[int, str]]:
    """Return primary keys and names of a language's categories, each under the one above it."""
    rows = list(Category.objects.filter(locale_id=locale_id).order_by("position", "name"))
    below: dict[UUID | None, list[Category]] = {}
    known = {row.translation_key for row in rows}
    for row in rows:
        # One whose parent this language lacks stands with the topmost.
        parent = row.parent_key if row.parent_key in known else None
        below.setdefault(parent, []).append(row)
    return list(_indented(below, None, 0))


def _indented(
    below: dict[UUID | None, list[Category]], key: UUID | None, depth: int
) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    if depth >= MAX_DEPTH:
        return found
    for row in below.get(key, ()):
        found.append((row.pk, "\N{EM DASH} " * depth + row.name))
        found.extend(_indented(below, row.translation_key, depth + 1))
    return found


def topmost_tints() -> dict[UUID, str]:
    """Return of each category's key the colour of the topmost category above it."""
    rows = Category.objects.order_by("pk").values_list("translation_key", "parent_key", "tint")
    tree = {key: (parent, tint) for key, parent, tint in rows}
    tints = {}
    for key in tree:
        at = key
        for _step in range(MAX_DEPTH):
            parent = tree[at][0]
            if parent is None or parent not in tree:
                break
            at = parent
        tints[key] = tree[at][1]
    return tints
