"""What of stored blocks is material, and what is not."""

import copy
import json
import uuid

import pytest

from courses.outline.services import hash_of_material
from courses.pages.material import blocks_of, uuid_of
from tests.courses.pages.material.bodies import block, block_id, choice, item, option, quiz, text


def material(one):
    (read,) = blocks_of([one])
    return hash_of_material(read.material)


def question(kind: str, **fields):
    return quiz(block(kind, fields, 50))


class TestChoices:
    @pytest.mark.parametrize(
        "fields",
        [
            {"points": 2},
            {"options": [option("Slow", 60, is_right=True), option("Fast", 61)]},
            {"options": [option("Slow", 60), option("Fast", 61, is_right=True), option("No", 62)]},
            {"options": [option("Fast", 61, is_right=True)]},
            # Written anew: whoever chose the old one chose nothing that is there.
            {"options": [option("Slow", 63), option("Fast", 61, is_right=True)]},
        ],
    )
    def test_key_options_and_points_are_material(self, fields):
        assert material(quiz(choice(**fields))) != material(quiz(choice()))

    @pytest.mark.parametrize(
        "fields",
        [
            {"prompt": "How quick?"},
            {"explanation": "The bed slows it."},
            {"options": [option("Slowly", 60), option("Fast", 61, is_right=True)]},
            {"options": [option("Fast", 61, is_right=True), option("Slow", 60)]},
        ],
    )
    def test_words_and_the_order_of_options_are_not(self, fields):
        assert material(quiz(choice(**fields))) == material(quiz(choice()))


class TestOrder:
    def steps(self, *numbers: int):
        items = [item({"text": f"Step {number}"}, 60 + number) for number in numbers]
        return question("ordering", prompt="What first?", items=items, points=1)

    def test_the_order_of_steps_is_the_key(self):
        assert material(self.steps(1, 2, 3)) != material(self.steps(2, 1, 3))
        assert material(self.steps(1, 2, 3)) == material(self.steps(1, 2, 3))

    def test_the_order_of_pairs_says_nothing_and_the_pairing_all(self):
        def pairs(*both):
            items = [item({"left": a, "right": b}, 60 + int(a)) for a, b in both]
            extra = [item("9", 70), item("8", 71)]
            return question("matching", prompt="?", pairs=items, distractors=extra, points=1)

        first = material(pairs(("1", "x"), ("2", "y")))
        assert material(pairs(("2", "y"), ("1", "x"))) == first
        assert material(pairs(("1", "y"), ("2", "x"))) != first

    def test_the_order_of_questions_says_nothing_and_their_number_all(self):
        two = [choice(), choice("And here?", 51)]
        assert material(quiz(*two)) == material(quiz(*reversed(two)))
        assert material(quiz(two[0])) != material(quiz(*two))


class TestBlanks:
    def blanks(self, **fields):
        word = block("text", {"name": "middle", "accepted": "median", **fields}, 60)
        number = block("number", {"name": "factor", "answer": "0.8", "tolerance": ""}, 61)
        return question("fill_blanks", prompt="?", text="[[middle]]", blanks=[word, number])

    def test_what_is_accepted_is_material_and_the_name_is_not(self):
        assert material(self.blanks(accepted="mean")) != material(self.blanks())
        assert material(self.blanks(case_counts=True)) != material(self.blanks())
        assert material(self.blanks(name="centre")) == material(self.blanks())


class TestQuiz:
    def test_its_rules_are_material_and_its_title_is_not(self):
        plain = material(quiz())
        for fields in ({"pass_mark_percent": 60}, {"attempts": 2}, {"is_required": False}):
            assert material(quiz(**fields)) != plain
        assert material(quiz(title="Now you")) == plain

    def test_whether_it_is_needed(self):
        without = quiz()
        del without["value"]["is_required"]
        body = [quiz(), quiz(number=3, is_required=False), {**without, "id": block_id(4)}, text()]
        assert [one.is_required for one in blocks_of(body)] == [True, False, True, False]


class TestFiles:
    def test_another_file_is_material_and_its_caption_is_not(self):
        for kind, name in (("image", "image"), ("document", "document"), ("audio", "audio")):
            value = {name: 1, "caption": "A river", "title": "", "alt_text": "A river"}
            assert material(block(kind, {**value, name: 2})) != material(block(kind, value))
            assert material(block(kind, {**value, "caption": "B"})) == material(block(kind, value))

    def test_videos_by_file_or_address(self):
        value = {"video": None, "address": "https://vimeo.com/1", "title": "Floats"}
        first = material(block("video", value))
        assert material(block("video", {**value, "address": "https://vimeo.com/2"})) != first
        assert material(block("video", {**value, "title": "A float"})) == first

    def test_downloads_by_the_files_and_not_by_their_order(self):
        def downloads(*files):
            items = [item(pk, 60 + place) for place, pk in enumerate(files)]
            return block("downloads", {"title": "", "documents": items})

        assert material(downloads(1, 2)) == material(downloads(2, 1))
        assert material(downloads(1, 2)) != material(downloads(1, 2, 3))

    def test_a_list_that_was_stored_without_ids_reads_the_same(self):
        with_ids = {"title": "", "documents": [item(1, 60)]}
        assert material(block("downloads", with_ids)) == material(
            block("downloads", {"documents": [1]})
        )


class TestWords:
    @pytest.mark.parametrize(
        "one",
        [
            text(),
            block("heading", {"text": "A", "level": "2"}),
            block("code", {"code": "a = 1", "language": "python"}),
            block("callout", {"kind": "tip", "title": "A", "body": "<p>A</p>"}),
            block("table", {"table": {"columns": [], "rows": [], "caption": "A"}}),
            block("divider", None),
        ],
    )
    def test_nothing_of_them_is_material(self, one):
        changed = json.loads(json.dumps(one).replace("A", "B").replace("a = 1", "a = 2"))
        assert material(changed) == material(one)


class TestWhatIsStored:
    def test_old_content_reads_as_content_with_untouched_fields(self):
        whole = question(
            "short_text", prompt="?", accepted="a", case_counts=False, spaces_count=False, points=1
        )
        old = question("short_text", prompt="?", accepted="a")
        assert material(old) == material(whole)
        assert material(question("number", answer="1")) == material(
            question("number", answer="1", tolerance="", points=1)
        )

    def test_a_field_that_is_declared_later_flags_nothing_that_leaves_it_alone(self, monkeypatch):
        from courses.pages.material import reading
        from courses.questions.blocks import QuizBlock

        before = material(quiz())
        reading._kinds.cache_clear()
        monkeypatch.setattr(QuizBlock, "material_fields", (*QuizBlock.material_fields, "title"))
        try:
            assert material(quiz(title="")) == before
            assert material(quiz(title="Now")) != before
        finally:
            monkeypatch.undo()
            reading._kinds.cache_clear()

    def test_blocks_in_columns_are_blocks(self):
        columns = block("columns", {"first": [text()], "second": [text("B", 3)]})
        found = blocks_of([columns, text("C", 4)])
        assert [one.kind for one in found] == ["columns", "text", "text", "text"]
        assert [str(one.uuid) for one in found] == [block_id(number) for number in (1, 2, 3, 4)]
        other = copy.deepcopy(columns)
        other["value"]["first"] = []
        assert blocks_of([other])[0].material == found[0].material

    def test_unknown_types_and_strange_ids_are_kept(self):
        body = [
            {"type": "sculpture", "value": {"is_required": True}, "id": "b-7"},
            {"type": "text", "value": "<p>A</p>", "id": None},
            {"type": "columns", "value": {"first": [{"type": "text", "value": "a"}]}, "id": ""},
            {"type": "quiz", "value": None, "id": block_id(9)},
        ]
        found = blocks_of(body)
        assert [one.kind for one in found] == ["sculpture", "text", "columns", "text", "quiz"]
        assert [one.is_required for one in found] == [False, False, False, False, True]
        assert found[0].uuid == uuid_of("b-7") == blocks_of(copy.deepcopy(body))[0].uuid
        assert len({one.uuid for one in found}) == 5
        assert uuid_of(block_id(9)) == uuid.UUID(block_id(9))

    def test_an_id_that_is_there_twice_counts_once(self):
        assert len(blocks_of([text(), text("B"), quiz()])) == 2
