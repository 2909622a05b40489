"""Whatever is done in whatever order: readers see exactly the last release, and nothing beside."""

import os
import random
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.pages.errors import (
    NothingToPublishError,
    NothingToReleaseError,
    NotReleasedYetError,
    UnderReviewError,
)
from courses.pages.live_tree import read_tree
from courses.pages.models import CoursePage, LessonPage, Release
from courses.pages.services import (
    add_lesson,
    approve_release,
    move_page,
    put_back,
    release_due,
    release_page,
    remove_page,
    roll_back,
    submit_course,
    unpublish_course,
    withdraw_release,
)
from tests.courses.pages.releases.marked import make_marked, text
from tests.courses.pages.releases.states import is_whole
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, write_lesson
from tests.factories.site import make_site

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
SEED = int(os.environ.get("FLEDGE_SEED") or 20261121)
SEQUENCES, STEPS = (20, 80) if SOAK else (1, 30)


class Model:
    """What should be: the draft's tree, what readers see, and all releases. Pages by their keys.

    A release is a list of (chapter's key, its lessons' keys), and the lessons' titles.
    """

    def __init__(self, course, boss):
        self.course, self.boss, self.owner = course, boss, course.owner
        self.tree = [
            [chapter.translation_key, [page.translation_key for page in chapter.get_children()]]
            for chapter in chapters_of(course)
        ]
        self.titles = {page.translation_key: page.title for page in lessons_of(course)}
        self.removed = set()
        self.releases = [self.draft()]
        self.live = 0
        self.waiting = self.scheduled = None

    def draft(self):
        outline = [
            (chapter, [key for key in lessons if key not in self.removed])
            for chapter, lessons in self.tree
        ]
        titles = {key: self.titles[key] for _chapter, lessons in outline for key in lessons}
        return outline, titles

    def shown(self):
        return None if self.live is None else self.releases[self.live]

    def is_open(self):
        return (self.waiting or self.scheduled) is not None

    def goes_live(self, release):
        self.releases.append(release)
        self.live = len(self.releases) - 1
        self.waiting = self.scheduled = None


def page_of(key):
    return LessonPage.objects.get(translation_key=key)


def fresh(model):
    return CoursePage.objects.get(pk=model.course.pk)


def refused(error, act):
    with pytest.raises(error):
        act()


def in_tree(model, dice, *, removed=False):
    keys = [key for _chapter, lessons in model.tree for key in lessons]
    keys = [key for key in keys if (key in model.removed) == removed]
    return dice.choice(keys) if keys else None


def edit(model, dice):
    if key := in_tree(model, dice):
        title = f"Title {dice.randrange(10**6)}"
        page = page_of(key).get_latest_revision_as_object()
        write_lesson(page, title=title)
        model.titles[key] = title


def add(model, dice):
    at = dice.randrange(len(model.tree))
    chapter = next(c for c in chapters_of(model.course) if c.translation_key == model.tree[at][0])
    title = f"Added {dice.randrange(10**6)}"
    page = write_lesson(add_lesson(chapter, title, by=model.owner), text("Words"))
    model.tree[at][1].append(page.translation_key)
    model.titles[page.translation_key] = title


def move(model, dice):
    if key := in_tree(model, dice):
        to = dice.randrange(len(model.tree))
        others = [one for one in model.tree[to][1] if one != key]
        position = dice.randint(0, len(others))
        chapter = next(
            one for one in chapters_of(model.course) if one.translation_key == model.tree[to][0]
        )
        pk = page_of(key).pk
        move_page(fresh(model), pk, to=chapter.pk, position=position, seen=None, by=model.owner)
        for _chapter, lessons in model.tree:
            if key in lessons:
                lessons.remove(key)
        model.tree[to][1].insert(position, key)


def remove(model, dice):
    if (key := in_tree(model, dice)) is None:
        return
    pk = page_of(key).pk
    waiting = model.waiting or model.scheduled
    if waiting and key in waiting[1]:
        refused(UnderReviewError, lambda: remove_page(fresh(model), pk, by=model.owner))
        return
    _page, is_deleted = remove_page(fresh(model), pk, by=model.owner)
    shown = model.shown()
    assert is_deleted == (shown is None or key not in shown[1])
    if not is_deleted:
        model.removed.add(key)
        return
    for _chapter, lessons in model.tree:
        if key in lessons:
            lessons.remove(key)


def restore(model, dice):
    if key := in_tree(model, dice, removed=True):
        put_back(fresh(model), page_of(key).pk, by=model.owner)
        model.removed.discard(key)


def submit(model, dice):
    def act():
        return submit_course(fresh(model), by=model.owner)

    draft = model.draft()
    if model.is_open():
        refused(UnderReviewError, act)
    elif not draft[1]:
        refused(NothingToPublishError, act)
    elif draft == model.shown():
        refused(NothingToReleaseError, act)
    else:
        act()
        model.waiting = draft


def opened():
    return Release.objects.select_related("course").open().get()


def approve(model, dice):
    if model.waiting:
        approve_release(opened(), by=model.boss)
        model.goes_live(model.waiting)


def schedule(model, dice):
    if model.waiting:
        approve_release(opened(), by=model.boss, go_live_at=timezone.now() + timedelta(hours=1))
        model.waiting, model.scheduled = None, model.waiting


def tick(model, dice):
    assert release_due() == []
    assert len(release_due(timezone.now() + timedelta(hours=2))) == int(model.scheduled is not None)
    if model.scheduled:
        model.goes_live(model.scheduled)


def withdraw(model, dice):
    if model.is_open():
        withdraw_release(opened(), by=model.owner)
        model.waiting = model.scheduled = None


def correct(model, dice):
    if (key := in_tree(model, dice)) is None:
        return
    shown = model.shown()

    def act():
        return release_page(page_of(key), by=model.boss)

    if shown is None or key not in shown[1]:
        refused(NotReleasedYetError, act)
    elif model.is_open():
        refused(UnderReviewError, act)
    elif shown[1][key] == model.titles[key]:
        refused(NothingToReleaseError, act)
    else:
        act()
        model.goes_live((shown[0], {**shown[1], key: model.titles[key]}))


def back(model, dice):
    numbers = [at for at in range(len(model.releases)) if at != model.live]
    if not numbers:
        return
    at = dice.choice(numbers)

    def act():
        return roll_back(fresh(model), at + 1, by=model.boss)

    if model.is_open():
        refused(UnderReviewError, act)
        return
    act()
    outline, titles = model.releases[at]
    known = {key for _chapter, lessons in model.tree for key in lessons}
    # What was deleted for good stands at the end of its chapter again.
    for chapter, lessons in outline:
        for key in lessons:
            if key not in known:
                next(one for one in model.tree if one[0] == chapter)[1].append(key)
                model.titles[key] = titles[key]
                model.removed.discard(key)
    model.goes_live((outline, titles))


def unpublish(model, dice):
    if model.is_open():
        refused(UnderReviewError, lambda: unpublish_course(fresh(model), by=model.owner))
        return
    unpublish_course(fresh(model), by=model.owner)
    model.live = None


ACTS = {
    edit: 6,
    add: 3,
    move: 4,
    remove: 3,
    restore: 2,
    submit: 6,
    approve: 4,
    schedule: 2,
    tick: 2,
    withdraw: 1,
    correct: 3,
    back: 2,
    unpublish: 1,
}


def seen(course):
    """Return what readers see: the outline, and the titles of its lessons."""
    tree = read_tree(course)
    outline = [
        (chapter.key, [lesson.key for lesson in chapter.lessons]) for chapter in tree.chapters
    ]
    return outline, {lesson.key: lesson.title for lesson in tree.lessons}


def check(model):
    course = fresh(model)
    assert is_whole(course)
    numbers = Release.objects.filter(course__key=course.translation_key).numbered()
    assert numbers.count() == len(model.releases)
    shown = model.shown()
    assert course.live == (shown is not None)
    if shown is None:
        assert not course.get_descendants(inclusive=True).live().exists()
    else:
        assert seen(course) == shown


def check_over_http(model):
    """Follow the addresses: of what is shown each is there, of what is not none."""
    guest, course = Client(), fresh(model)
    shown = model.shown()
    address = course.get_url()
    answer = guest.get(address)
    assert answer.status_code == (404 if shown is None else 200)
    html = answer.content.decode()
    for lesson in read_tree(course).lessons if shown else ():
        assert lesson.url in html
        page = guest.get(lesson.url)
        assert page.status_code in (200, 403)
        assert shown[1][lesson.key] in page.content.decode()
    for page in lessons_of(course):
        if shown is None or page.translation_key not in shown[1]:
            path = page.url_path.removeprefix(course.url_path)
            assert guest.get(f"{address}{path}").status_code == 404


@pytest.mark.parametrize("number", range(SEQUENCES))
def test_readers_see_the_last_release_whatever_is_done(number):
    make_site(["en"])
    boss = UserFactory(administrator=True)
    model = Model(make_marked(chapters=2, lessons=2), boss)
    dice = random.Random(SEED + number)
    for step in range(STEPS):
        [act] = dice.choices(list(ACTS), weights=list(ACTS.values()))
        try:
            act(model, dice)
            check(model)
            if step % 10 == 9:
                check_over_http(model)
        except BaseException as error:
            error.add_note(f"seed {SEED + number}, step {step}: {act.__name__}")
            raise
