"""Every block of a lesson declares what of it is material; what is declared is there."""

import pytest
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, ListBlock

from courses.pages.blocks.body import LessonBodyBlock
from courses.pages.material.declared import ALL, ASKING, MATERIAL, held_fields
from courses.questions.blocks.question import QuestionBlock

# What all share declares for none of them.
SHARED = (QuestionBlock,)


def found_in(stream):
    """Yield the blocks of a stream, those in columns, and the questions of quizzes."""
    for name, block in stream.child_blocks.items():
        yield name, block
        for inner in held_fields(block):
            yield from found_in(block.child_blocks[inner])
        if name == "quiz":
            yield from found_in(block.child_blocks["questions"])


BLOCKS = sorted({(name, type(block)) for name, block in found_in(LessonBodyBlock())}, key=str)


def declares(block_class, declaration: str) -> bool:
    own = (one for one in block_class.__mro__ if one not in SHARED)
    return any(declaration in vars(one) for one in own)


def branches(block):
    if isinstance(block, ListBlock):
        return {ALL: [block.child_block]}
    if isinstance(block, BaseStreamBlock):
        return {ALL: list(block.child_blocks.values())}
    if isinstance(block, BaseStructBlock):
        return {name: [child] for name, child in block.child_blocks.items()}
    return {}


def leads_somewhere(block, path: list[str]) -> bool:
    if not path:
        return True
    return any(leads_somewhere(child, path[1:]) for child in branches(block).get(path[0], ()))


@pytest.mark.parametrize(("name", "block_class"), BLOCKS)
def test_it_says_what_of_it_is_material(name, block_class):
    assert declares(block_class, MATERIAL), f"{name}: give {block_class} its material_fields"
    assert isinstance(block_class.material_fields, tuple)


def test_a_class_without_a_declaration_is_found():
    class Forgotten(QuestionBlock):
        pass

    assert not declares(Forgotten, MATERIAL)
    assert not declares(BaseStructBlock, MATERIAL)


@pytest.mark.parametrize(("name", "block_class"), BLOCKS)
@pytest.mark.parametrize("declaration", [MATERIAL, ASKING, "ordered_fields"])
def test_what_it_names_is_there(name, block_class, declaration):
    block = block_class()
    paths = getattr(block, declaration, ())
    assert [path for path in paths if not leads_somewhere(block, path.split("."))] == []


def test_a_path_that_leads_nowhere_is_found():
    quiz = dict(BLOCKS)["quiz"]()
    assert leads_somewhere(quiz, ["questions", ALL, "options", ALL, "is_right"])
    assert not leads_somewhere(quiz, ["questions", ALL, "options", ALL, "is_rihgt"])


def test_what_is_material_does_not_ask_too():
    for _name, block_class in BLOCKS:
        asking = set(getattr(block_class, ASKING, ()))
        assert asking & set(block_class.material_fields) == set()
