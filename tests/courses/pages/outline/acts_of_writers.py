"""What writers do by services: nothing of it reaches readers before it is released."""

import uuid

from courses.pages.models import ChapterPage
from courses.pages.services import (
    add_chapter,
    add_lesson,
    move_page,
    put_back,
    release_course,
    remove_page,
)
from tests.courses.pages.outline.acts import act
from tests.courses.pages.outline.scene import body_of, quiz, text, write


@act(2)
def write_words(world):
    draft = world.draft()
    if draft is None:
        return None
    body = body_of(draft)
    texts = [block for block in body if block["type"] == "text"]
    if not texts:
        return None
    world.dice.choice(texts)["value"] = f"<p>{world.dice.random()}</p>"
    write(draft, body, title=f"Title {world.dice.random()}")
    return f"{draft.slug}: other words"


@act(2)
def change_points(world):
    draft = world.draft()
    body = body_of(draft) if draft else []
    for block in body:
        if block["type"] == "quiz":
            block["value"]["questions"][0]["value"]["points"] = world.dice.randint(1, 9)
            write(draft, body)
            return f"{draft.slug}: other points"
    return None


@act(2)
def add_block(world):
    draft = world.draft()
    if draft is None:
        return None
    body = body_of(draft)
    body.insert(world.dice.randint(0, len(body)), world.dice.choice((text, quiz))())
    write(draft, body)
    return f"{draft.slug}: one block more"


@act(2)
def duplicate_block(world):
    """Paste a block again, as the editor does: with fresh ids."""
    draft = world.draft()
    body = body_of(draft) if draft else []
    if not body:
        return None
    copied = {**world.dice.choice(body), "id": str(uuid.uuid4())}
    write(draft, [*body, copied])
    return f"{draft.slug}: a block twice"


@act(1)
def paste_block_as_it_is(world):
    """Paste a block of another lesson with its id, as code might: it is another block there."""
    source, draft = world.draft(), world.draft()
    if source is None or draft is None or not source.body.raw_data:
        return None
    block = world.dice.choice(body_of(source))
    body = body_of(draft)
    if any(one["id"] == block["id"] for one in body):
        return None
    write(draft, [*body, block])
    return f"{draft.slug}: a block of {source.slug}"


@act(2)
def delete_block(world):
    draft = world.draft()
    body = body_of(draft) if draft else []
    if not body:
        return None
    body.pop(world.dice.randrange(len(body)))
    write(draft, body)
    return f"{draft.slug}: one block less"


@act(1)
def order_blocks(world):
    draft = world.draft()
    body = body_of(draft) if draft else []
    world.dice.shuffle(body)
    if draft is None:
        return None
    write(draft, body)
    return f"{draft.slug}: blocks in another order"


@act(1)
def change_facts(world):
    draft = world.draft()
    if draft is None:
        return None
    name = world.dice.choice(("is_required", "is_free_preview"))
    write(draft, duration_minutes=world.dice.randint(1, 90), **{name: not getattr(draft, name)})
    return f"{draft.slug}: other {name}"


@act(1)
def revert(world):
    """Make an older version the newest draft."""
    lesson = world.lesson()
    old = lesson and world.one(lesson.revisions.order_by("created_at", "pk"))
    if old is None:
        return None
    old.as_object().save_revision(user=world.owner)
    return f"{lesson.slug}: an older version"


@act(1)
def rename_chapter_address(world):
    chapter = world.chapter()
    if chapter is None:
        return None
    draft = chapter.get_latest_revision_as_object()
    draft.slug = f"chapter-{world.dice.randrange(10**9)}"
    draft.save_revision(user=world.owner)
    return f"{chapter.slug}: becomes {draft.slug}"


@act(2)
def add_lesson_to_chapter(world):
    chapter = world.chapter()
    if chapter is None:
        return None
    lesson = add_lesson(chapter, f"Lesson {world.dice.random()}", by=world.owner)
    write(lesson, [text("New water.")])
    return f"{lesson.slug} in {chapter.slug}"


@act(1)
def add_chapter_with_lesson(world):
    course = world.course()
    if course is None:
        return None
    chapter = add_chapter(course, f"Chapter {world.dice.random()}", by=world.owner)
    write(add_lesson(chapter, f"Lesson {world.dice.random()}", by=world.owner), [quiz()])
    return chapter.slug


@act(3)
def move_lesson(world):
    course = world.course()
    lesson, chapter = (world.lesson(course), world.chapter(course)) if course else (None, None)
    if lesson is None or chapter is None:
        return None
    at = world.dice.randint(0, 2)
    move_page(course, lesson.pk, to=chapter.pk, position=at, seen=None, by=world.owner)
    return f"{lesson.slug} to place {at} of {chapter.slug}"


@act(1)
def move_chapter(world):
    course = world.course()
    chapter = course and world.chapter(course)
    if chapter is None:
        return None
    move_page(course, chapter.pk, to=course.pk, position=0, seen=None, by=world.owner)
    return f"{chapter.slug} first"


@act(3)
def remove(world):
    course = world.course()
    page = course and (world.dice.choice((world.lesson, world.lesson, world.chapter))(course))
    if page is None:
        return None
    remove_page(course, page.pk, by=world.owner)
    return page.slug


@act(2)
def put_back_removed(world):
    course = world.course()
    if course is None:
        return None
    rows = course.get_descendants().filter(removal__isnull=False).order_by("path")
    if not rows.exists():
        remove_page(course, world.lesson(course).pk, by=world.owner)
        if world.dice.random() < 0.5:
            release_course(course, by=world.boss, override_reason="Now.")
    removed = world.one(rows)
    if removed is None:
        return None
    put_back(course, removed.pk, by=world.owner)
    return removed.slug


@act(1)
def copy_raw(world):
    """Copy a lesson, or a chapter with its lessons, as code may: live copies of what is live."""
    page, to = world.dice.choice((world.lesson, world.chapter))(), world.course()
    if page is None or to is None:
        return None
    parent = to if isinstance(page, ChapterPage) else world.chapter(to)
    if parent is None:
        return None
    copy = page.copy(
        to=parent,
        recursive=True,
        update_attrs={"slug": f"copy-{world.dice.randrange(10**9)}"},
        user=world.owner,
    )
    return f"{page.slug} as {copy.slug} in {parent.slug}"
