"""What changes what readers see: releases, states, the clock."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from courses.outline.enums import CourseState
from courses.outline.services import mend_outlines
from courses.pages.models import Release
from courses.pages.services import (
    approve_release,
    release_course,
    release_due,
    release_page,
    roll_back,
    send_back,
    set_course_state,
    submit_course,
    unpublish_course,
    withdraw_release,
)
from tests.courses.pages.outline.acts import act


@act(9)
def release(world):
    course = world.course()
    if course is None:
        return None
    done = release_course(course, by=world.boss, override_reason="Now.")
    return f"{course.slug} as {done.number}"


@act(3)
def submit(world):
    course = world.course()
    if course is None:
        return None
    submit_course(course, by=world.owner)
    return course.slug


def waiting(world):
    """Return a submission that is not decided, a new one if there is none."""
    rows = Release.objects.filter(state="waiting").select_related("course", "base")
    if not rows.exists() and submit(world) is None:
        return None
    return world.one(rows.order_by("pk"))


@act(4)
def approve(world):
    submission = waiting(world)
    if submission is None:
        return None
    approve_release(submission, by=world.boss, override_reason="Now.")
    return f"number {submission.number}"


@act(2)
def approve_for_later(world):
    submission = waiting(world)
    if submission is None:
        return None
    soon = timezone.now() + timedelta(hours=1)
    approve_release(submission, by=world.boss, go_live_at=soon, override_reason="Then.")
    return f"of course {submission.course_id}"


@act(2)
def tick(world):
    if not Release.objects.filter(state="scheduled").exists():
        approve_for_later(world)
    done = release_due(timezone.now() + timedelta(hours=2))
    return f"{len(done)} went live" if done else None


@act(1)
def decide_otherwise(world):
    submission = waiting(world)
    if submission is None:
        return None
    if world.dice.random() < 0.5:
        withdraw_release(submission, by=world.owner)
        return "taken back"
    send_back(submission, by=world.boss, reason="Shorter.")
    return "sent back"


@act(4)
def correct(world):
    lesson = world.lesson(live=True)
    if lesson is None:
        return None
    release_page(lesson, by=world.owner)
    return lesson.slug


@act(1)
def correct_later(world):
    lesson = world.lesson(live=True)
    if lesson is None:
        return None
    release_page(lesson, by=world.boss, go_live_at=timezone.now() + timedelta(hours=1))
    return lesson.slug


@act(4)
def go_back(world):
    course = world.course()
    numbers = Release.objects.filter(course__key=course.course_key, state="past") if course else ()
    earlier = world.one(numbers.order_by("number")) if course else None
    if earlier is None:
        return None
    roll_back(course, earlier.number, by=world.boss)
    return f"{course.slug} to {earlier.number}"


@act(2)
def take_off_the_site(world):
    course = world.course()
    if course is None:
        return None
    unpublish_course(course, by=world.owner)
    return course.slug


@act(2)
def change_state(world):
    course = world.course()
    if course is None:
        return None
    state = world.dice.choice((CourseState.OPEN, CourseState.CLOSED, CourseState.ARCHIVED))
    set_course_state(course, state, by=world.owner)
    return f"{course.slug}: {state}"


@act(1)
def wagtails_clock(world):
    """Let Wagtail's own clock publish a draft in either language."""
    lesson = world.dice.choice((world.lesson, world.translated))()
    if lesson is None:
        return None
    draft = lesson.get_latest_revision_as_object()
    draft.title = f"Scheduled {world.dice.random()}"
    revision = draft.save_revision(user=world.owner)
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save(update_fields=["approved_go_live_at"])
    call_command("publish_scheduled")
    return lesson.slug


@act(1)
def the_beat(world):
    mend_outlines(timezone.now() + timedelta(hours=7))
    return "looked at all"
