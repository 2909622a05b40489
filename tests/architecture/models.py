"""Relations, labels and names of models, pages and blocks."""

from collections.abc import Iterable

from django.apps import AppConfig
from django.conf import settings
from django.db import models
from wagtail.models import Page

from tests.architecture.layers import Layers


def _relations(model: type[models.Model]) -> Iterable[tuple[str, type[models.Model]]]:
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    for field in fields:
        if field.remote_field is None or not isinstance(field.remote_field.model, type):
            continue
        yield field.name, field.remote_field.model
        through = getattr(field.remote_field, "through", None)
        if through is not None:
            yield f"{field.name} (through)", through


def wrong_relations(found: Iterable[type[models.Model]], *, layers: Layers) -> list[str]:
    """Return the relations that point up or sideways; string references count like others."""
    problems = []
    for model in found:
        own = model._meta.app_config.name
        for name, target in _relations(model):
            other = target._meta.app_config.name
            is_user = target._meta.label == settings.AUTH_USER_MODEL
            if is_user or layers.app_of(other) is None:
                continue
            reason = layers.refusal(own, other)
            if reason:
                problems.append(f"{model._meta.label}.{name} -> {target._meta.label}: {reason}")
    return problems


def is_ours(name: str, layers: Layers) -> bool:
    """Say whether a module is of this project's packages."""
    return name.partition(".")[0] in layers.root_packages


def wrong_apps(configs: Iterable[AppConfig], *, layers: Layers) -> list[str]:
    """Return our apps with a label other than package_app, or without a place in the layers."""
    problems = []
    for config in configs:
        if not is_ours(config.name, layers):
            continue
        if config.label != config.name.replace(".", "_"):
            problems.append(f"{config.name}: its label is {config.label}")
        if config.name not in layers.apps:
            problems.append(f"{config.name}: no contract in pyproject.toml lists it")
    return problems


def wrong_pages(pages: Iterable[type[Page]]) -> list[str]:
    """Return page classes with a wrong name or without parents and children of their own."""
    problems = []
    for page in pages:
        if not page.__name__.endswith("Page"):
            problems.append(f"{page.__qualname__}: a page's name ends in Page")
        if page._meta.abstract:
            continue
        problems += [
            f"{page.__qualname__}: {name} is not stated"
            for name in ("parent_page_types", "subpage_types")
            if name not in vars(page)
        ]
    return problems


def wrong_blocks(blocks: Iterable[type]) -> list[str]:
    """Return block classes whose name does not end in Block."""
    return [
        f"{block.__qualname__}: a block's name ends in Block"
        for block in blocks
        if not block.__name__.endswith("Block")
    ]


def subclasses(base: type) -> set[type]:
    """Return every class below `base` that has been imported."""
    return {deeper for child in base.__subclasses__() for deeper in ({child} | subclasses(child))}
