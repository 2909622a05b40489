"""Filters and lists of the admin that Wagtail fills for everybody alike: these ask who looks.

There is no hook for them; each attribute set here is one that Wagtail reads at each request.
"""

from typing import Any

from django.http import HttpRequest
from taggit.models import Tag
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.images.views.chooser import ImageChooseView
from wagtail.images.views.chooser import viewset as image_chooser

from courses.pages.walls.reach import is_limited, known_people, reachable_tags

# The filters for a page's owner and for who edited it.
PEOPLE_FILTERS = ("owner", "edited_by")


def _without_others_tags(filterset: type[Any]) -> type[Any]:
    """Return the filter set with only the tags within reach among the most used ones."""

    class OwnTags(filterset):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            tags = self.filters.get("tag")
            if tags is None or not is_limited(self.request.user):
                return
            names = _names(reachable_tags(self.request.user))
            tags.extra["choices"] = [one for one in tags.extra["choices"] if one[0] in names]
            if not tags.extra["choices"]:
                del self.filters["tag"]

        class Meta(filterset.Meta):  # type: ignore[name-defined]  # the class is given
            pass

    return OwnTags


def _names(tags: Any) -> set[str]:
    return set(tags.values_list("name", flat=True))


class OwnImageChooseView(ImageChooseView):
    """The image chooser, without everybody's most used tags."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if is_limited(self.request.user):
            names = _names(reachable_tags(self.request.user))
            popular: list[Tag] = [one for one in context["popular_tags"] if one.name in names]
            context["popular_tags"] = popular
        return context


def _people(request: HttpRequest) -> Any:
    return known_people(request.user)


def narrow() -> None:
    """Put the narrowed filters and lists in the place of Wagtail's."""
    image_chooser.choose_view_class = OwnImageChooseView
    for view in (images.IndexView, documents.IndexView):
        view.filterset_class = _without_others_tags(view.filterset_class)
    for name in PEOPLE_FILTERS:
        # The same object stands in every class that inherits from this one.
        PageFilterSet.base_filters[name].queryset = _people
