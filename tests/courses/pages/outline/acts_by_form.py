"""The same by forms: what the admin's own pages send, as the people who would send it."""

import copy

from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from courses.pages.models import Release
from courses.pages.services import read_outline, submit_course
from tests.courses.pages.editing import lesson_form
from tests.courses.pages.outline.acts import act
from tests.courses.pages.outline.scene import body_of

OK = {200, 302, 403, 404, 409, 422}


def send(world, user, address, data=None):
    """Send a form; return where it leads to."""
    answer = world.client(user).post(address, data or {})
    assert answer.status_code in OK, f"{address}: {answer.status_code}"
    return answer.status_code


def to(name, *args):
    return reverse(f"courses_admin:{name}", args=args)


def body_form(body):
    """Return what the editor sends of blocks of text, with their ids."""
    data = {"body-count": str(len(body))}
    for at, block in enumerate(body):
        data |= {
            f"body-{at}-deleted": "",
            f"body-{at}-order": str(at),
            f"body-{at}-type": block["type"],
            f"body-{at}-id": block["id"],
            f"body-{at}-value": rich_text(block["value"]),
        }
    return data


def edit_form(world, lesson, **more):
    """Return the editor's form with other words, and now and then a block less or twice."""
    body = [block for block in body_of(lesson) if block["type"] == "text"]
    if body and world.dice.random() < 0.5:
        body.append({**copy.deepcopy(body[0]), "id": ""})
    data = lesson_form(lesson, [], **more)
    data = {name: value for name, value in data.items() if not name.startswith("body")}
    data |= {"title": f"By form {world.dice.random()}"}
    return data | body_form(body)


@act(2)
def save_in_the_editor(world):
    draft = world.draft()
    if draft is None:
        return None
    more = world.dice.choice(({}, {"action-publish": "1"}))
    data = edit_form(world, draft, **more)
    status = send(world, world.owner, f"/admin/pages/{draft.pk}/edit/", data)
    return f"{draft.slug} {sorted(more)}: {status}"


@act(1)
def edit_french_in_the_editor(world):
    page = world.translated()
    if page is None:
        return None
    draft = page.get_latest_revision_as_object()
    data = edit_form(world, draft, **{"action-publish": "1"})
    return f"{page.slug}: {send(world, world.boss, f'/admin/pages/{page.pk}/edit/', data)}"


@act(1)
def revert_in_the_editor(world):
    lesson = world.lesson()
    old = lesson and world.one(lesson.revisions.order_by("created_at", "pk"))
    if old is None:
        return None
    data = edit_form(world, old.as_object(), revision=str(old.pk), **{"action-publish": "1"})
    return f"{lesson.slug}: {send(world, world.owner, f'/admin/pages/{lesson.pk}/edit/', data)}"


@act(1)
def correct_by_form(world):
    lesson = world.lesson(live=True)
    if lesson is None:
        return None
    course = lesson.get_parent().get_parent()
    return f"{lesson.slug}: {send(world, world.owner, to('correct', course.pk, lesson.pk))}"


@act(2)
def submit_by_form(world):
    course = world.course()
    if course is None:
        return None
    at_once = world.dice.random() < 0.5
    data = {"note": "", **({"release_now": "1"} if at_once else {})}
    user = world.boss if at_once else world.owner
    return f"{course.slug} {at_once}: {send(world, user, to('submit', course.pk), data)}"


@act(2)
def decide_by_form(world):
    course = world.course()
    if course is None:
        return None
    waiting = Release.objects.filter(course__key=course.course_key).open().first()
    waiting = waiting or submit_course(course, by=world.owner)
    data = world.dice.choice(
        (
            {"when": "now", "override_reason": "Now."},
            {"when": "now", "override_reason": "Now.", "allows_corrections": "on"},
            {"send_back": "1", "reason": "Shorter."},
        )
    )
    return f"{send(world, world.boss, to('review', course.pk, waiting.pk), data)} {sorted(data)}"


@act(1)
def withdraw_by_form(world):
    course = world.course()
    if course is None:
        return None
    waiting = Release.objects.filter(course__key=course.course_key).open().first()
    waiting = waiting or submit_course(course, by=world.owner)
    data = {"release": waiting.pk}
    return f"{send(world, world.owner, to('withdraw', course.pk), data)}"


@act(1)
def add_by_form(world):
    course = world.course()
    chapter = course and world.chapter(course)
    if chapter is None:
        return None
    data = {"title": f"By form {world.dice.random()}", "chapter": str(chapter.pk)}
    name = world.dice.choice(("add_lesson", "add_chapter"))
    return f"{name}: {send(world, world.owner, to(name, course.pk), data)}"


@act(1)
def move_by_form(world):
    course = world.course()
    lesson, chapter = (world.lesson(course), world.chapter(course)) if course else (None, None)
    if lesson is None or chapter is None:
        return None
    place = f"{lesson.pk}:{chapter.pk}:{world.dice.randint(0, 2)}"
    data = {"move": place, "seen": read_outline(course).version}
    return f"{place}: {send(world, world.owner, to('move', course.pk), data)}"


@act(2)
def remove_by_form(world):
    course = world.course()
    page = course and world.dice.choice((world.lesson, world.chapter))(course)
    if page is None:
        return None
    name = world.dice.choice(("delete", "put_back"))
    address = to(name, course.pk, page.pk)
    return f"{name} {page.slug}: {send(world, world.owner, address)}"


@act(1)
def change_state_by_form(world):
    course = world.course()
    if course is None:
        return None
    state = world.dice.choice(("open", "closed", "archived", "draft"))
    return f"{state}: {send(world, world.owner, to('state', course.pk), {'to': state})}"


@act(1)
def go_back_by_form(world):
    course = world.course()
    rows = Release.objects.filter(course__key=course.course_key, state="past") if course else ()
    earlier = world.one(rows.order_by("number")) if course else None
    if earlier is None:
        return None
    address = to("roll_back", course.pk, earlier.number)
    return f"to {earlier.number}: {send(world, world.boss, address)}"


@act(1)
def copy_by_form(world):
    lesson, chapter = world.lesson(), world.chapter()
    if lesson is None or chapter is None:
        return None
    slug = f"by-form-{world.dice.randrange(10**9)}"
    data = {"new_title": "Copy", "new_slug": slug, "new_parent_page": chapter.pk}
    status = send(world, world.boss, f"/admin/pages/{lesson.pk}/copy/", data)
    return f"{lesson.slug} to {chapter.slug}: {status}"


@act(1)
def move_by_wagtails_form(world):
    lesson, chapter = world.lesson(), world.chapter()
    if lesson is None or chapter is None:
        return None
    address = f"/admin/pages/{lesson.pk}/move/{chapter.pk}/confirm/"
    return f"{lesson.slug} to {chapter.slug}: {send(world, world.boss, address)}"


@act(1)
def leave_by_wagtails_form(world):
    page = world.dice.choice((world.translated, world.translated, world.lesson))()
    if page is None:
        return None
    how = world.dice.choice(("unpublish", "delete"))
    return f"{how} {page.slug}: {send(world, world.boss, f'/admin/pages/{page.pk}/{how}/')}"


@act(1)
def act_in_bulk(world):
    page = world.dice.choice((world.translated, world.lesson))()
    if page is None:
        return None
    how = world.dice.choice(("publish", "unpublish", "delete", "move"))
    address = f"/admin/bulk/wagtailcore/page/{how}/?id={page.pk}&next=/admin/pages/"
    chapter = world.chapter()
    data = {"chooser": chapter.pk if chapter else ""} if how == "move" else {}
    return f"{how} {page.slug}: {send(world, world.boss, address, data)}"
