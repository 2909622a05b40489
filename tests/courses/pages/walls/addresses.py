"""Every address below /admin/, with the parts of the guarded course put into it."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from courses.pages.models import Release
from tests.canaries.tokens import WORD
from tests.courses.pages.walls.guarded import Guarded

PART = re.compile(r"<(?:(\w+):)?(\w+)>")
COMPARE = r"^(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$"
# The site's own addresses of the same paths come first.
SHADOWED = (
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
)
FILES_AND_PAGES = ("page", "siteimage", "sitedocument", "video", "audio")
# Where something is asked for that is nobody's, or that is not there.
NAMING_NOTHING = {
    "action",
    "mode",
    "overridable_segment_id",
    "redirect_id",
    "rest",
    "token",
    "uidb64",
    "uploaded_file_id",
}
PAGE_PARTS = ("page_id", "parent_page_id", "page_to_move_id", "page_pk")


@dataclass(frozen=True)
class Address:
    """One address. `names` says whether its parts, or its query, name the guarded course's."""

    route: str
    name: str
    path: str
    names_guarded: bool

    def __str__(self) -> str:
        return f"{self.name} {self.path}"


def routes() -> Iterator[tuple[str, str]]:
    """Yield route and name of every address below /admin/."""

    def below(patterns: Any, prefix: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
                yield from below(pattern.url_patterns, route, inner)
            elif isinstance(pattern, URLPattern):
                nameless = route.replace("/^", "/")
                yield route, ":".join((*spaces, pattern.name)) if pattern.name else nameless

    for route, name in below(get_resolver().url_patterns, "", ()):
        if route.startswith("admin/"):
            yield route, name


def addresses(guarded: Guarded, *, each_page: bool = True) -> list[Address]:
    """Return every address filled in every way that matters, most of them once."""
    found = []
    for route, name in routes():
        if name in SHADOWED:
            continue
        for path, names in fillings(route, name, guarded):
            if not each_page and any(f"/{page.pk}/" in path for page in guarded.pages[:2]):
                continue
            found.append(Address(route, name, path, names))
            for query, query_names in queries(name, path, guarded):
                found.append(Address(route, name, f"{path}?{query}", names or query_names))
    return found


def fillings(route: str, name: str, guarded: Guarded) -> Iterator[tuple[str, bool]]:
    pattern = "/" + route.replace("^pages/", "pages/").replace("^images/", "images/")
    pattern = pattern.replace("^documents/", "documents/")
    if COMPARE in pattern:
        for page in guarded.pages:
            yield pattern.replace(COMPARE, f"{page.pk}/revisions/compare/live...latest/"), True
        return
    if name == "admin/.*/$":
        yield "/admin/nothing-here/", False
        return
    if name == "wagtail_bulk_action":
        yield from bulk_paths()
        return
    parts = PART.findall(pattern)
    choices = [values(name, part, guarded) for _kind, part in parts]
    for chosen in itertools.product(*choices):
        path = pattern
        for (kind, part), value in zip(parts, chosen, strict=True):
            path = path.replace(f"<{kind}:{part}>" if kind else f"<{part}>", str(value))
        yield path, bool(parts)


def bulk_paths() -> Iterator[tuple[str, bool]]:
    bulk_action_registry.get_bulk_action_class("wagtailcore", "page", "move")
    for app_label, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            for action in actions:
                yield f"/admin/bulk/{app_label}/{model}/{action}/", False


def values(name: str, part: str, guarded: Guarded) -> list[Any]:
    """Return what stands in a part of the address: the guarded course's own."""
    if part in PAGE_PARTS or (part == "pk" and ":pages:" in name):
        return [page.pk for page in guarded.pages]
    if part in ("app_label", "app_name", "content_type_app_name"):
        return ["courses_pages" if "workflows" not in name else "wagtailcore"]
    if part in ("model_name", "content_type_model_name"):
        return ["lessonpage" if "workflows" not in name else "groupapprovaltask"]
    if part == "number":
        return [newest_release(guarded)]
    known = {
        "destination_id": guarded.chapter.pk,
        "object_id": guarded.lesson.pk,
        "session_id": guarded.session.pk,
        "revision_id": guarded.lesson.latest_revision_id,
        "task_state_id": guarded.task_state.pk,
        "workflow_state_id": guarded.task_state.workflow_state_id,
        "task_id": guarded.task.pk,
        "workflow_pk": guarded.workflow.pk,
        "collection_id": guarded.image.collection_id,
        "image_id": guarded.image.pk,
        "document_id": guarded.document.pk,
        "doc_id": guarded.document.pk,
        "translation_id": guarded.translation.pk,
        "translation_source_id": guarded.translation.source_id,
        "string_segment_id": guarded.segment.pk,
        "filter_spec": "original",
        "release_id": guarded.release_id,
        "comment_id": guarded.comment_id,
        "action_name": "copy" if "_api" in name else "approve",
    }
    if part == "pk":
        return [own_key(name, guarded)]
    if part not in known and part not in NAMING_NOTHING:
        raise LookupError(f"Say in addresses.py what stands for {part} in {name}.")
    return [known.get(part, 1)]


def newest_release(guarded: Guarded) -> int:
    """Return the number of the release that readers see of the course."""
    return Release.objects.of_course(guarded.course.course_key).live().get().number


def own_key(name: str, guarded: Guarded) -> Any:
    """Return what `pk` means in the address of this name."""
    by_words = {
        "users_users": guarded.owner.pk,
        "groups": guarded.owner.groups.order_by("-pk").first().pk,
        "collections": guarded.image.collection_id,
        "images": guarded.image.pk,
        "docs": guarded.document.pk,
        "documents": guarded.document.pk,
        "workflows": guarded.workflow.pk,
        "video": guarded.video.pk,
        "audio": guarded.audio.pk,
        "courses_admin": guarded.course.pk,
    }
    return next((value for word, value in by_words.items() if word in name), 1)


def bulk_queries(path: str, guarded: Guarded) -> Iterator[tuple[str, bool]]:
    model = path.split("/")[4]
    keys = {
        "page": [page.pk for page in guarded.pages],
        "siteimage": [guarded.image.pk],
        "sitedocument": [guarded.document.pk],
        "video": [guarded.video.pk],
        "audio": [guarded.audio.pk],
        "user": [guarded.owner.pk],
    }.get(model, [1])
    yield "&".join(f"id={key}" for key in keys), model in FILES_AND_PAGES
    yield "id=all", False
    if model == "page":
        catalogue = guarded.course.get_parent().pk
        yield f"id=all&childOf={catalogue}", False
        yield f"id=all&childOf={catalogue}&q={WORD}", False
        yield f"id=all&childOf={guarded.chapter.pk}", True
    elif model in FILES_AND_PAGES:
        yield f"id=all&childOf={guarded.image.collection_id}", False


def queries(name: str, path: str, guarded: Guarded) -> Iterator[tuple[str, bool]]:
    """Yield what is asked of an address beside the plain one."""
    pages = "&".join(f"id={page.pk}" for page in guarded.pages)
    files = {"images": guarded.image.pk, "docs": guarded.document.pk}
    alone = {
        "wagtailadmin_tag_autocomplete": (f"term={WORD}", False),
        "courses_admin:release": (f"page={guarded.lesson.translation_key}", True),
    }
    if name == "wagtail_bulk_action":
        yield from bulk_queries(path, guarded)
    elif name == "wagtailadmin_choose_page":
        for model in ("lessonpage", "chapterpage", "coursepage"):
            yield f"page_type=courses_pages.{model}", False
    elif name.endswith("chosen_multiple"):
        kind = next((key for word, key in files.items() if word in name), None)
        yield (f"id={kind}" if kind else pages), "snippet" not in name
    elif name in alone:
        yield alone[name]
    elif name.endswith(("search", "search_results", "listing", "index", "index_results")):
        yield f"q={WORD}&search={WORD}", False
        if "_api" in name:
            yield f"child_of={guarded.course.pk}", False
            yield "for_explorer=1&child_of=root", False
            yield "type=courses_pages.LessonPage&fields=*", False
    elif name.endswith(("chooser:choose", "choose_results")):
        yield f"q={WORD}", False
        yield f"tag={guarded.image.tags.get().name}", False
        yield f"collection_id={guarded.image.collection_id}", False
        yield "select_format=true&layout=list&multiple=1", False
    elif "report" in name:
        yield "export=csv", False


def is_resolved(address: Address) -> bool:
    """Say whether the path leads to what it is taken for."""
    match = resolve(address.path.split("?")[0])
    return address.name in (match.view_name, match.route)
