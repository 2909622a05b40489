from .categories import category_choices, ensure_starting_categories, topmost_tints
from .courses import ensure_course
from .listings import write_enrolments, write_prices, write_rating
from .planning import hash_of_material
from .reading import Outline, OutlineBlock, OutlineLesson, outline_of
from .refreshing import (
    ask_refresh,
    ask_refreshes,
    compare_outline,
    mend_outlines,
    refresh_outline,
)
from .syllabus import (
    CarriedBlock,
    Known,
    Syllabus,
    SyllabusBlock,
    SyllabusLanguage,
    SyllabusLesson,
    SyllabusListing,
    read_syllabus,
    register_syllabus_reader,
)

__all__ = [
    "CarriedBlock",
    "Known",
    "Outline",
    "OutlineBlock",
    "OutlineLesson",
    "Syllabus",
    "SyllabusBlock",
    "SyllabusLanguage",
    "SyllabusLesson",
    "SyllabusListing",
    "ask_refresh",
    "ask_refreshes",
    "category_choices",
    "compare_outline",
    "ensure_course",
    "ensure_starting_categories",
    "hash_of_material",
    "mend_outlines",
    "outline_of",
    "read_syllabus",
    "refresh_outline",
    "register_syllabus_reader",
    "topmost_tints",
    "write_enrolments",
    "write_prices",
    "write_rating",
]
