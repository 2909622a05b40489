"""Blocks that go to another lesson and lessons that go to another course, with their record."""

from courses.pages.services import move_blocks, move_lesson
from tests.courses.pages.outline.acts import act
from tests.courses.pages.outline.scene import body_of


@act(5)
def move_blocks_to_a_lesson(world):
    source, target = world.lesson(), world.lesson()
    draft = source and source.get_latest_revision_as_object()
    if draft is None or target is None or not body_of(draft):
        return None
    block = world.dice.choice(body_of(draft))
    move_blocks(source, [block["id"]], target, 0, by=world.owner)
    return f"{block['type']} of {source.slug} to {target.slug}"


@act(3)
def move_lesson_to_a_course(world):
    lesson, to = world.lesson(), world.course()
    chapter = to and world.chapter(to)
    if lesson is None or chapter is None:
        return None
    move_lesson(lesson, chapter, world.dice.randint(0, 2), by=world.owner)
    return f"{lesson.slug} to {chapter.slug} of {to.slug}"
