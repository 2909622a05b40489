"""What translators wrote for a block goes with it to another lesson.

wagtail-localize knows a translation by the page and the path within it: under another page the
same block would begin without a word.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    TranslatableObject,
    TranslationContext,
)


def carry_words(from_key: UUID, to_key: UUID, block_ids: Iterable[str]) -> None:
    """Let translations of these blocks be known under the other lesson as well.

    Where they come from they stay: whoever moves the block back finds them.
    """
    within = Q(pk__in=[])
    for one in block_ids:
        within |= Q(path=f"body.{one}") | Q(path__startswith=f"body.{one}.")
    contexts: list[Any] = list(TranslationContext.objects.filter(within, object_id=from_key))
    if not contexts:
        return
    known = TranslatableObject.objects.get(translation_key=from_key)
    TranslatableObject.objects.get_or_create(
        translation_key=to_key, defaults={"content_type_id": known.content_type_id}
    )
    TranslationContext.objects.bulk_create(
        [
            TranslationContext(
                object_id=to_key, path=one.path, path_id=one.path_id, field_path=one.field_path
            )
            for one in contexts
        ],
        ignore_conflicts=True,
    )
    there: Any = TranslationContext.objects.filter(
        object_id=to_key, path_id__in=[one.path_id for one in contexts]
    )
    places = dict(there.values_list("path_id", "pk"))
    to = {one.pk: places[one.path_id] for one in contexts}
    for model in (StringTranslation, SegmentOverride):
        rows: list[Any] = list(model.objects.filter(context__in=to))
        for row in rows:
            row.pk, row.context_id = None, to[row.context_id]
        model.objects.bulk_create(rows, ignore_conflicts=True)
