"""The tree obeys its rules, and each rule is shown to catch its violation."""
# ruff: noqa: DJ008  planted models are never shown

import importlib
import importlib.util
from pathlib import Path
from textwrap import dedent

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps
from wagtail.blocks import Block
from wagtail.models import Page

from tests.architecture import imports, tree
from tests.architecture import models as model_rules
from tests.architecture.layers import read_layers

REPOSITORY = Path(__file__).resolve().parent.parent
LAYERS = read_layers(REPOSITORY / "pyproject.toml")


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return tree.committed_files(REPOSITORY)


def our_classes(base: type) -> list[type]:
    for config in apps.get_app_configs():
        if model_rules.is_ours(config.name, LAYERS):
            name = f"{config.name}.blocks"
            if importlib.util.find_spec(name):
                importlib.import_module(name)
    return [
        found
        for found in model_rules.subclasses(base)
        if model_rules.is_ours(found.__module__, LAYERS)
    ]


def hidden(source: str, module: str, *, is_package: bool = False) -> list[str]:
    return imports.hidden_imports(dedent(source), module, layers=LAYERS, is_package=is_package)


# The order of the apps


def test_the_contracts_give_the_order_of_the_design() -> None:
    assert LAYERS.composition_root == ("cms.urls", "cms.asgi", "cms.wsgi", "cms.celery", "cms.api")
    assert {"cms.core", "courses.pages", "learning.enrolment", "commerce.offers", "search"} <= (
        LAYERS.apps
    )
    assert not {"cms", "courses", "learning", "commerce", "cms.urls"} & LAYERS.apps
    assert LAYERS.app_of("courses.pages.models") == "courses.pages"
    assert LAYERS.app_of("cms.settings.base") is None


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("cms.pages", "courses.pages"),
        ("courses.pages", "cms.accounts"),
        ("courses.pages", "courses.questions"),
        ("learning.progress", "learning.enrolment"),
        ("commerce.orders", "learning.enrolment"),
        ("commerce.orders", "commerce.offers"),
        ("search", "courses.outline"),
        ("cms.insights", "search"),
    ],
)
def test_a_higher_app_may_know_a_lower_one_and_not_the_other_way(upper: str, lower: str) -> None:
    assert LAYERS.refusal(upper, lower) is None
    assert f"{upper} stands above {lower}" in (LAYERS.refusal(lower, upper) or "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("search", "commerce.orders"),
        ("cms.notifications", "cms.sandbox"),
        ("courses.questions", "courses.media"),
        ("learning.certificates", "learning.community"),
    ],
)
def test_neighbours_know_nothing_of_each_other(one: str, other: str) -> None:
    assert "stands beside" in (LAYERS.refusal(one, other) or "")
    assert "stands beside" in (LAYERS.refusal(other, one) or "")


# Relations


def test_relations_point_to_the_same_or_a_lower_app() -> None:
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model_rules.is_ours(model._meta.app_config.name, LAYERS)
    ]
    assert len(ours) >= 8
    assert model_rules.wrong_relations(ours, layers=LAYERS) == []


@isolate_apps("cms.core", "cms.pages", "cms.notifications", "courses.pages")
def test_a_string_reference_upwards_is_caught() -> None:
    class Course(models.Model):
        class Meta:
            app_label = "courses_pages"

    class Banner(models.Model):
        course = models.ForeignKey("courses_pages.Course", models.CASCADE)

        class Meta:
            app_label = "cms_core"

    class Teaser(models.Model):
        courses = models.ManyToManyField("courses_pages.Course")

        class Meta:
            app_label = "cms_pages"

    assert model_rules.wrong_relations([Banner], layers=LAYERS) == [
        "cms_core.Banner.course -> courses_pages.Course:"
        " courses.pages stands above cms.core (Between packages)"
    ]
    assert model_rules.wrong_relations([Teaser], layers=LAYERS) == []


@isolate_apps("cms.core", "courses.pages")
def test_many_to_many_and_inheritance_upwards_are_caught() -> None:
    class Course(models.Model):
        class Meta:
            app_label = "courses_pages"

    class Collection(models.Model):
        courses = models.ManyToManyField("courses_pages.Course", through="courses_pages.Shelf")

        class Meta:
            app_label = "cms_core"

    class Shelf(models.Model):
        course = models.ForeignKey(Course, models.CASCADE)
        collection = models.ForeignKey(Collection, models.CASCADE)

        class Meta:
            app_label = "courses_pages"

    class SpecialCourse(Course):
        class Meta:
            app_label = "cms_core"

    names = [
        problem.partition(":")[0]
        for problem in model_rules.wrong_relations([Collection, SpecialCourse], layers=LAYERS)
    ]
    assert names == [
        "cms_core.Collection.courses -> courses_pages.Course",
        "cms_core.Collection.courses (through) -> courses_pages.Shelf",
        "cms_core.SpecialCourse.course_ptr -> courses_pages.Course",
    ]
    assert model_rules.wrong_relations([Shelf], layers=LAYERS) == []


@isolate_apps("cms.core")
def test_the_user_model_is_exempt_by_its_setting_only() -> None:
    class Note(models.Model):
        author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

        class Meta:
            app_label = "cms_core"

    # A registry of its own has no users: the relation is given its end by hand.
    Note._meta.get_field("author").remote_field.model = apps.get_model(settings.AUTH_USER_MODEL)
    assert model_rules.wrong_relations([Note], layers=LAYERS) == []


# Imports


def test_of_other_apps_only_what_they_show_is_imported(files: list[Path]) -> None:
    problems = []
    for path in files:
        if path.suffix != ".py" or path.parts[0] not in LAYERS.root_packages:
            continue
        is_package = path.name == "__init__.py"
        parts = path.parent.parts if is_package else path.with_suffix("").parts
        source = (REPOSITORY / path).read_text()
        problems += imports.hidden_imports(
            source, ".".join(parts), layers=LAYERS, is_package=is_package
        )
    assert problems == []


@pytest.mark.parametrize(
    "line",
    [
        "from cms.accounts.forms import SignupForm",
        "from cms.accounts import forms",
        "import cms.accounts.forms",
        "import cms.accounts",
        "from cms.accounts.services_old import find",
    ],
)
def test_an_import_of_what_an_app_keeps_to_itself_is_caught(line: str) -> None:
    found = hidden(line, "cms.pages.views")
    assert len(found) == 1
    assert found[0].startswith("cms.pages.views:1 imports cms.accounts")
    assert found[0].endswith("which cms.accounts keeps to itself")


def test_an_import_inside_a_function_is_caught() -> None:
    source = """
        class View:
            def get(self):
                if self.ready:
                    from cms.accounts.forms import SignupForm
        """
    assert hidden(source, "cms.pages.views") == [
        "cms.pages.views:5 imports cms.accounts.forms.SignupForm,"
        " which cms.accounts keeps to itself"
    ]


def test_a_relative_import_is_followed() -> None:
    relative = "from ..accounts.forms import SignupForm"
    assert len(hidden(relative, "cms.pages.views")) == 1
    assert len(hidden(relative, "cms.pages", is_package=True)) == 1
    assert hidden("from .accounts.forms import SignupForm", "cms.pages", is_package=True) == []
    assert hidden("from ..forms import Form", "cms.accounts.views.signup") == []


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("from cms.accounts.services import ensure_roles", "cms.pages.views"),
        ("from cms.accounts import enums, models", "cms.pages.views"),
        ("from cms.core.caches import ResilientRedisCache", "cms.pages.views"),
        ("from cms.eventlog.emitting import emit", "cms.pages.views"),
        ("from cms.pages.templatetags import site", "cms.pages.views"),
        ("from cms.accounts.forms import SignupForm", "cms.urls"),
        ("if TYPE_CHECKING:\n    from cms.accounts.forms import SignupForm", "cms.pages.views"),
    ],
)
def test_what_may_be_imported_is_let_through(source: str, module: str) -> None:
    assert hidden(source, module) == []


def test_the_other_branch_of_type_checking_counts() -> None:
    source = "if TYPE_CHECKING:\n    pass\nelse:\n    from cms.accounts.forms import SignupForm"
    assert len(hidden(source, "cms.pages.views")) == 1


# Files


def test_no_file_is_too_long(files: list[Path]) -> None:
    assert tree.long_files(REPOSITORY, files) == []


def test_no_function_is_too_long(files: list[Path]) -> None:
    assert tree.long_functions(REPOSITORY, files) == []


def test_every_file_is_named_for_its_matter(files: list[Path]) -> None:
    assert tree.banned_names(files) == []


def test_the_top_holds_what_the_design_says(files: list[Path]) -> None:
    assert tree.strange_places(files) == []


def test_no_file_names_a_registry_or_one_machine(files: list[Path]) -> None:
    assert len(files) > 100
    assert tree.forbidden_words(REPOSITORY, files) == []


def plant(root: Path, name: str, text: str) -> list[Path]:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)
    return [Path(name)]


@pytest.mark.parametrize("name", ["cms/core/tax.py", "templates/base.html", "static/css/a.css"])
def test_a_long_file_is_caught(tmp_path: Path, name: str) -> None:
    assert tree.long_files(tmp_path, plant(tmp_path, name, "\n" * 501)) == [
        f"{name}: 501 lines, more than 500"
    ]
    assert tree.long_files(tmp_path, plant(tmp_path, name, "\n" * 500)) == []


@pytest.mark.parametrize(
    "name", ["cms/core/migrations/0001_initial.py", "requirements/base.txt", "package-lock.json"]
)
def test_migrations_and_lock_files_may_be_long(tmp_path: Path, name: str) -> None:
    assert tree.long_files(tmp_path, plant(tmp_path, name, "\n" * 501)) == []


def test_a_long_function_is_caught_also_inside_a_class(tmp_path: Path) -> None:
    body = "class Order:\n    async def pay(self):\n" + "        x = 1\n" * 50
    planted = plant(tmp_path, "commerce/orders/pay.py", body)
    assert tree.long_functions(tmp_path, planted) == [
        "commerce/orders/pay.py:2 pay: 51 lines, more than 50"
    ]
    shorter = plant(tmp_path, "commerce/orders/pay.py", body.removesuffix("        x = 1\n"))
    assert tree.long_functions(tmp_path, shorter) == []


@pytest.mark.parametrize("name", sorted(tree.BANNED_NAMES))
def test_a_name_that_says_nothing_is_caught(name: str) -> None:
    assert tree.banned_names([Path("cms/core") / name]) == [
        f"cms/core/{name}: name it for its matter"
    ]


def test_a_strange_place_at_the_top_is_caught() -> None:
    found = tree.strange_places([Path("scripts/run.sh"), Path("notes.md"), Path("cms/urls.py")])
    assert found == [
        "notes.md: the design has no such place",
        "scripts: the design has no such place",
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("FROM docker." + "io/python:3.13", "a registry address"),
        ("https://registry.npmjs." + "org/esbuild", "a registry address"),
        ("--extra-index" + "-url=https://example.org", "an index address"),
        ('"resol' + 'ved": "https://example.org/x.tgz"', "a resolved address"),
        ("cd /wo" + "rk/main", "a machine path"),
        ('PATH = "/ro' + 'ot/.cache"', "a machine path"),
        ("see /ho" + "me/ada/notes", "a machine path"),
    ],
)
def test_an_address_that_has_no_place_here_is_caught(tmp_path: Path, line: str, what: str) -> None:
    planted = plant(tmp_path, "docs/a.md", f"First\n{line}\n")
    assert tree.forbidden_words(tmp_path, planted) == [f"docs/a.md:2 holds {what}"]


# Apps, pages, blocks


def test_every_app_has_its_label_and_its_place_in_the_contracts() -> None:
    assert model_rules.wrong_apps(apps.get_app_configs(), layers=LAYERS) == []


def test_a_wrong_label_and_an_unlisted_app_are_caught() -> None:
    class Planted(AppConfig):
        path = str(REPOSITORY)

        def __init__(self, name: str, label: str) -> None:
            self.label = label
            super().__init__(name, None)

    planted = [Planted("courses.outline", "outline"), Planted("courses.extras", "courses_extras")]
    assert model_rules.wrong_apps(planted, layers=LAYERS) == [
        "courses.outline: its label is outline",
        "courses.extras: no contract in pyproject.toml lists it",
    ]


def test_every_page_says_its_place_in_the_tree() -> None:
    pages = our_classes(Page)
    assert {"HomePage", "StandardPage", "CatalogPage"} <= {page.__name__ for page in pages}
    assert model_rules.wrong_pages(pages) == []


@isolate_apps("cms.core", "wagtail")
def test_a_page_without_name_or_place_is_caught() -> None:
    class Chapter(Page):
        parent_page_types = ["cms_pages.HomePage"]

        class Meta:
            app_label = "cms_core"

    place = Chapter.__qualname__
    assert model_rules.wrong_pages([Chapter]) == [
        f"{place}: a page's name ends in Page",
        f"{place}: subpage_types is not stated",
    ]


def test_every_block_is_named_as_one() -> None:
    blocks = our_classes(Block)
    assert {"TextBlock", "PictureBlock"} <= {block.__name__ for block in blocks}
    assert model_rules.wrong_blocks(blocks) == []


def test_a_block_with_another_name_is_caught() -> None:
    class Quote(Block):
        pass

    assert model_rules.wrong_blocks([Quote]) == [
        f"{Quote.__qualname__}: a block's name ends in Block"
    ]
