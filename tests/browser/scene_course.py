"""What runs beside the site for `scene`: courses in each state that a screen can show."""

import json
from datetime import timedelta

from django.utils import timezone
from wagtail.models import Comment

from cms.accounts.enums import Role
from cms.accounts.models import User
from courses.outline.models import Course
from courses.pages.enums import Persona
from courses.pages.models import CoursePage, LessonPage
from courses.pages.services import (
    move_page,
    publish_course,
    remove_page,
    submit_course,
)
from courses.pages.walk.links import address_of_link, end_link, send_link
from demo.questions import QUIZ
from tests.browser.written_course import make_person, write_course_of

CODE = "hours = 24 * cold\nsalt = flour * 2 / 100\nprint(hours, salt)"

SCALES = {
    "title": "On the scales",
    "pass_mark_percent": 50,
    "attempts": None,
    "is_required": False,
    "questions": [
        {
            "type": "number",
            "value": {"prompt": "How much salt do you weigh?", "answer": "20", "points": 1},
        }
    ],
}


def make_scene(*, instructor: str, reviewer: str, language: str = "en") -> str:
    """Make the courses and return, as JSON, the ids that screens are opened by."""
    owner = make_person("Ida Instructor", instructor, Role.INSTRUCTOR, language)
    judge = make_person("Rob Reviewer", reviewer, Role.REVIEWER, language)
    unready = write_course_of(owner, "A Loaf Half Baked", is_ready=False)
    changed = _released("Bread Without Haste", owner)
    _change(changed, owner)
    waiting = _released("Salt, Flour, Time", owner)
    _change(waiting, owner)
    asking = _released("On Scales", owner)
    _word_differently(asking, owner)
    course = CoursePage.objects.get(pk=waiting["course"])
    note = "Water and salt are clearer now.\nShaping was a repetition, so it goes."
    release = submit_course(course, by=_anew(owner), note=note)
    water = LessonPage.objects.get(pk=waiting["Water"])
    block = water.get_latest_revision_as_object().body[0]
    Comment.objects.create(
        page=water, user=judge, contentpath=f"body.{block.id}", text="And in August?"
    )
    return json.dumps(
        {
            "unready": unready["course"],
            "changed": changed["course"],
            "lesson": changed["Water"],
            "flour": changed["Flour"],
            "salt": changed["Salt"],
            "asking": asking["course"],
            "weighed": asking["Salt"],
            "waiting": waiting["course"],
            "release": release.pk,
            **_links(CoursePage.objects.get(pk=changed["course"]), _anew(owner)),
        }
    )


def _anew(owner: User) -> User:
    # What a person may do is remembered on the object.
    return User.objects.get(pk=owner.pk)


def _released(title: str, owner: User) -> dict[str, int]:
    """Release a course twice: a lesson with code and a quiz came with the second."""
    pages = write_course_of(owner, title)
    publish_course(CoursePage.objects.get(pk=pages["course"]), by=_anew(owner))
    blocks = [_text("Two parts in a hundred."), _code(CODE), ("quiz", QUIZ), ("quiz", SCALES)]
    _write(pages["Salt"], owner, blocks)
    publish_course(CoursePage.objects.get(pk=pages["course"]), by=_anew(owner))
    return pages


def _change(pages: dict[str, int], owner: User) -> None:
    """Edit two lessons, move one, and plan that one leaves."""
    water = LessonPage.objects.get(pk=pages["Water"]).get_latest_revision_as_object()
    raw = list(water.body.raw_data)
    raw[0] = {**raw[0], "value": "<p>Cold from the tap is warm enough, even in <b>May</b>.</p>"}
    water.body = json.dumps(raw)
    water.save_revision(user=owner)
    salt = LessonPage.objects.get(pk=pages["Salt"]).get_latest_revision_as_object()
    raw = json.loads(json.dumps(list(salt.body.raw_data)))
    code, quiz = raw[1]["value"], raw[2]["value"]
    code["code"] = code["code"].replace("* 2 / 100", "* 1.8 / 100")
    options = quiz["questions"][0]["value"]["options"]
    options[0], options[1] = options[1], options[0]
    quiz["pass_mark_percent"] = 60
    asked = raw[3]["value"]["questions"][0]["value"]
    asked["prompt"] = asked["prompt"].replace("weigh", "count")
    salt.body = json.dumps(raw)
    salt.save_revision(user=owner)
    course = CoursePage.objects.get(pk=pages["course"])
    chapter = pages["Before the night"]
    move_page(course, pages["Salt"], to=chapter, position=1, seen=None, by=_anew(owner))
    remove_page(course, pages["Shaping"], by=_anew(owner))


def _word_differently(pages: dict[str, int], owner: User) -> None:
    """Change the words of a question in a course that allows corrections."""
    salt = LessonPage.objects.get(pk=pages["Salt"]).get_latest_revision_as_object()
    raw = json.loads(json.dumps(list(salt.body.raw_data)))
    raw[3]["value"]["questions"][0]["value"]["prompt"] = "How much salt do you need?"
    salt.body = json.dumps(raw)
    salt.save_revision(user=owner)
    key = CoursePage.objects.get(pk=pages["course"]).course_key
    Course.objects.filter(key=key).update(allows_corrections=True)


def _text(words: str) -> tuple[str, object]:
    return "text", f"<p>{words}</p>"


def _code(lines: str) -> tuple[str, object]:
    return "code", {"code": lines, "language": "python", "file_name": "", "highlighted_lines": ""}


def _write(pk: int, owner: User, blocks: list[tuple[str, object]]) -> None:
    lesson = LessonPage.objects.get(pk=pk)
    lesson.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    list(lesson.body)
    lesson.save_revision(user=owner)


def _links(course: CoursePage, owner: User) -> dict[str, str]:
    """Make a link that is open, and one that has ended."""
    links = []
    for _number in range(2):
        link = send_link(
            course,
            by=owner,
            persona=Persona.LEARNER,
            language="en",
            at=None,
            ends_at=timezone.now() + timedelta(days=7),
        )
        links.append(link)
    end_link(course, links[0].pk, by=owner)
    paths = ["/walk/" + address_of_link(link, course.pk).partition("/walk/")[2] for link in links]
    return {"ended": paths[0], "link": paths[1]}
