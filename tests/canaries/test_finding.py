"""That the walk can fail: planted leaks are found, in every form, under the right name."""

import base64
import gzip
import hashlib

import pytest
from django.core import signing
from django.http import HttpResponse
from django.urls import clear_url_caches, get_resolver, path
from wagtail import blocks
from wagtail.blocks import field_block

from tests.canaries.addresses import FILLED, Address, names_outside_the_admin
from tests.canaries.blocks import NoCanaryError, Planter, is_hidden
from tests.canaries.people import ADMINISTRATORS, EVERYBODY, NOBODY, Who
from tests.canaries.tokens import Canaries
from tests.canaries.walking import walk
from tests.factories.courses import keep_course

CANARIES = Canaries()
KEY = CANARIES.word("the key", ADMINISTRATORS)
NUMBER = CANARIES.number("the number", ADMINISTRATORS)
CANARIES.digest("ab" * 32, "a hash", NOBODY)
CANARIES.literal("literally-this", "a literal", NOBODY)
PRINT = hashlib.sha256(KEY.encode()).hexdigest()
PACKED = signing.dumps([KEY] * 20, compress=True)

FORMS = {
    "plain": KEY,
    "in capitals": KEY.upper(),
    "in an address": f"/en/{KEY}-2/",
    "reversed": KEY[::-1],
    "in hexadecimals": KEY.encode().hex(),
    "in JSON": '"' + "".join(f"\\u{ord(one):04x}" for one in KEY) + '"',
    "in a URL": "".join(f"%{ord(one):02X}" for one in KEY),
    "in HTML": "".join(f"&#x{ord(one):x};" for one in KEY),
    "signed and packed": PACKED,
    "base64, first": base64.b64encode(KEY.encode()).decode(),
    "base64, second": base64.b64encode(b"a" + KEY.encode()).decode(),
    "base64, third": base64.b64encode(b"ab" + KEY.encode()).decode(),
    "base64 for addresses": base64.urlsafe_b64encode(b"{?>" + KEY.encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_word_is_found_in_every_form(form):
    answer = f"<p>before {FORMS[form]} after</p>".encode()
    assert [one.where for one in CANARIES.found_in(answer)] == ["the key"]


def test_a_word_is_found_in_an_answer_that_is_packed():
    answer = gzip.compress(f"<p>{KEY}</p>".encode())
    assert [one.where for one in CANARIES.found_in(answer)] == ["the key"]


def test_numbers_literals_and_hashes_are_found():
    answer = f"{NUMBER} literally-this {'AB' * 10}".encode()
    assert {one.where for one in CANARIES.found_in(answer)} == {"the number", "a literal", "a hash"}


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "blake2b"])
def test_the_hash_of_a_word_is_found_also_when_it_is_cut(name):
    digest = hashlib.new(name, KEY.encode()).hexdigest()[:20]
    answer = f'ETag: "{digest}"'.encode()
    assert [one.where for one in CANARIES.found_in(answer)] == [f"{name} of the key"]


@pytest.mark.parametrize(
    "answer", [b"", b"nothing", b"cnry0000009 is not planted", b"\xff" * 9, b".eJbroken-and-long"]
)
def test_nothing_is_found_where_nothing_is(answer):
    assert CANARIES.found_in(answer) == set()


class TestBlocks:
    """Whatever is added to a stream is planted, or stops the planting."""

    def plant(self, block):
        minted = []

        def mint(where, hidden, *, number=False):
            minted.append((where, hidden))
            return CANARIES.word(where, NOBODY)

        return Planter(mint, {}).value(block, "Page.body"), minted

    def test_a_new_block_with_a_new_field_is_planted(self):
        class New(blocks.StructBlock):
            words = field_block.CharBlock()
            more = blocks.ListBlock(field_block.TextBlock())

        value, minted = self.plant(blocks.StreamBlock([("new", New())]))
        wheres = ["Page.body.new.words", "Page.body.new.more[]", "Page.body.new.more[]"]
        assert minted == [(where, False) for where in wheres]
        assert value[0]["value"]["words"].startswith("cnry")

    def test_a_field_of_a_new_kind_has_no_canary(self):
        with pytest.raises(NoCanaryError, match=r"no canary for Page\.body\.when"):
            self.plant(blocks.StreamBlock([("when", field_block.DateBlock())]))

    def test_a_new_field_of_a_question_is_hidden_until_it_is_said_to_be_shown(self):
        quiz = "LessonPage.body.quiz.questions.single_choice"
        assert not is_hidden(f"{quiz}.prompt")
        assert not is_hidden(f"{quiz}.options[].text")
        assert is_hidden(f"{quiz}.options[].feedback")
        assert is_hidden(f"{quiz}.anything_new")
        assert not is_hidden("LessonPage.body.text")


class Leaks:
    """A site with a few words, and views that give them away."""

    def __init__(self, course):
        self.canaries, self.people, self.links = CANARIES, {Who.LEARNER: course.owner}, {}


@pytest.fixture
def leaks(db):
    """Views that leak, beside all others."""
    answers = {
        "title": HttpResponse(f"<h1>{KEY}</h1>"),
        "etag": HttpResponse("calm", headers={"ETag": PRINT}),
        "redirect": HttpResponse(status=302, headers={"Location": f"/en/{KEY.upper()}/"}),
        "cookie": HttpResponse("calm"),
        "calm": HttpResponse("calm"),
    }
    answers["cookie"].set_cookie("x", base64.b64encode(KEY.encode()).decode())

    def answer(request, name):
        return answers[name]

    patterns = get_resolver().url_patterns
    patterns.insert(0, path("leaks/<str:name>/", answer, name="leaks"))
    clear_url_caches()
    yield Leaks(keep_course("en"))
    patterns.pop(0)
    clear_url_caches()


@pytest.mark.parametrize("name", ["title", "etag", "redirect", "cookie"])
@pytest.mark.parametrize("who", [Who.GUEST, Who.LEARNER])
def test_a_view_that_leaks_is_found_and_named(leaks, name, who):
    place = Address("leaks", f"/leaks/{name}/")
    [wrong] = walk(leaks, who, [place]).wrong
    assert wrong.startswith(f"{who}: GET leaks /leaks/{name}/: ")
    assert "the key" in wrong


def test_an_address_that_opens_to_the_wrong_people_is_found(leaks):
    closed, opened = Address("leaks", "/leaks/calm/", NOBODY), Address("leaks", "/leaks/calm/")
    assert walk(leaks, Who.GUEST, [opened]).wrong == []
    assert walk(leaks, Who.GUEST, [closed]).wrong == ["guest: GET leaks /leaks/calm/: 200 []"]


def test_a_word_that_was_asked_for_may_come_back(leaks):
    place = Address("leaks", f"/leaks/title/?q={KEY}")
    assert walk(leaks, Who.GUEST, [place]).wrong == []


def test_a_new_address_is_missed(leaks):
    assert names_outside_the_admin() - set(FILLED) == {"leaks"}


def test_rules_name_everybody_they_let_in():
    assert ADMINISTRATORS < EVERYBODY
    assert Who.GUEST not in ADMINISTRATORS
