from .categories import category_choices, ensure_starting_categories, topmost_tints
from .courses import ensure_course

__all__ = ["category_choices", "ensure_course", "ensure_starting_categories", "topmost_tints"]
