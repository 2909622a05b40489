import unicodedata
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.snippets.models import register_snippet

from courses.outline.category_tree import MAX_DEPTH, depth_below, height_of
from courses.outline.enums import Tint
from courses.outline.forms import CategoryForm


class _Named(TranslatableMixin):
    """A word of the catalogue in one language, with the part of an address made of it."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        allow_unicode=True,
        blank=True,
        help_text=_("The last part of its address. Left empty, it is made of the name."),
    )

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Fill in the slug before the rules about it are looked at."""
        self._fill_slug()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._fill_slug()
        super().save(*args, **kwargs)

    def _fill_slug(self) -> None:
        self.slug = unicodedata.normalize("NFC", self.slug or slugify(self.name, True)[:80])


@register_snippet
class Category(_Named):
    """A field of knowledge that courses are filed under, in one language.

    Categories make a tree of at most three levels. A parent is named by its translation key, so
    that the tree is one in all languages. Administrators make and end them.
    """

    parent_key = models.UUIDField(_("above it"), null=True, blank=True, db_index=True)
    description = models.TextField(
        _("description"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences on what people learn in this field."),
    )
    tint = models.CharField(
        _("colour"),
        max_length=8,
        choices=Tint.choices,
        default=Tint.REED,
        help_text=_("A category under another one shows the colour of the topmost."),
    )
    position = models.PositiveIntegerField(_("place in the list"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("parent_key"),
        FieldPanel("description"),
        FieldPanel("tint"),
        FieldPanel("position"),
        FieldPanel("slug"),
    ]
    base_form_class = CategoryForm

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=("locale", "slug"), name="unique_category_slug"),
            models.CheckConstraint(
                condition=~models.Q(parent_key=models.F("translation_key")),
                name="category_not_above_itself",
            ),
        ]

    def clean(self) -> None:
        """Refuse a parent that is unknown or below this one, and a tree of too many levels."""
        super().clean()
        if self.parent_key is None:
            return
        parents = parents_by_key()
        if self.parent_key not in parents:
            raise ValidationError(
                {"parent_key": _("The category above it is gone. Choose another one.")}
            )
        depth = depth_below(self.parent_key, parents, stop_at=self.translation_key)
        if depth is None:
            raise ValidationError(
                {"parent_key": _("A category cannot stand under itself. Choose another one.")}
            )
        if depth + height_of(self.translation_key, parents) > MAX_DEPTH:
            raise ValidationError(
                {"parent_key": _("Categories are at most three levels deep. Choose a higher one.")}
            )


def parents_by_key() -> dict[uuid.UUID, uuid.UUID | None]:
    """Return the whole tree: of each category's key the key above it."""
    return dict(Category.objects.values_list("translation_key", "parent_key"))


@register_snippet
class Tag(_Named):
    """A word that courses are found by, in one language. Administrators make and end them."""

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=("locale", "slug"), name="unique_tag_slug")]
