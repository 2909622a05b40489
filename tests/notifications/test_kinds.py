import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from cms.notifications.enums import Channel
from cms.notifications.errors import KindRegistrationError, UnknownKindError
from cms.notifications.kinds import KindRegistry, registry
from tests.notifications.conftest import make_kind


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "told"},
        {"name": "Tests.Told"},
        {"name": "tests.told ada"},
        {"name": "account"},
        {"name": "tests." + "x" * 45},
        {"channels": {}},
        {"channels": {"pigeon": True}},
        {"can_turn_off": False},
        {"reason": "Because."},
    ],
)
def test_a_kind_that_cannot_work_is_refused(wrong):
    found = KindRegistry()
    with pytest.raises(KindRegistrationError):
        found.add(make_kind(**wrong))
    assert list(found) == []


def test_a_name_is_given_once():
    found = KindRegistry()
    first = found.add(make_kind())
    with pytest.raises(KindRegistrationError):
        found.add(make_kind(label="Another"))
    assert list(found) == [first]


def test_an_unknown_kind_is_refused():
    with pytest.raises(UnknownKindError):
        KindRegistry().get("tests.told")
    assert KindRegistry().find("tests.told") is None


def test_every_kind_of_the_apps_has_its_templates():
    missing = []
    for kind in registry:
        names = []
        if Channel.IN_APP in kind.channels:
            names.append("bell.txt")
        if Channel.MAIL in kind.channels:
            names += ["subject.txt", "message.txt"]
        for name in names:
            try:
                get_template(f"{kind.template_prefix}_{name}")
            except TemplateDoesNotExist:
                missing.append(f"{kind.name}: {name}")
    assert missing == []
