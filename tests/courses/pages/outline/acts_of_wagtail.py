"""What Wagtail does, or code that knows nothing of courses: past the desk and its services."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from courses.outline.services import mend_outlines
from courses.pages.models import CatalogPage, ChapterPage, CoursePage, LessonPage
from courses.pages.services import add_lesson, release_course, unpublish_course
from tests.courses.pages.outline.acts import act
from tests.courses.pages.outline.scene import text, write


@act(2)
def publish_raw(world):
    """Publish a draft by Wagtail's own `publish`."""
    lesson = world.dice.choice((world.lesson, world.translated))()
    if lesson is None:
        return None
    revision = lesson.get_latest_revision() or lesson.save_revision(user=world.owner)
    revision.publish(user=world.boss)
    return lesson.slug


@act(1)
def publish_an_older_version(world):
    lesson = world.dice.choice((world.lesson, world.translated))(live=True)
    old = lesson and lesson.revisions.order_by("created_at", "pk").first()
    if old is None:
        return None
    old.publish(user=world.boss)
    return lesson.slug


@act(1)
def unpublish_raw(world):
    """Take a page off the site by itself, as its own class or as one among all pages."""
    page = world.dice.choice((world.lesson, world.chapter, world.course))()
    if page is None:
        return None
    if world.dice.random() < 0.5:
        page = Page.objects.get(pk=page.pk)
    page.unpublish()
    return f"{page.slug} as a {type(page).__name__}"


@act(2)
def delete_raw(world):
    page = world.dice.choice((world.lesson, world.lesson, world.chapter))()
    if page is None:
        return None
    page.delete()
    return page.slug


@act(1)
def delete_in_bulk(world):
    course = world.course()
    lesson = course and world.lesson(course)
    if lesson is None:
        return None
    LessonPage.objects.filter(pk=lesson.pk).delete()
    return lesson.slug


@act(1)
def delete_a_course_that_is_off_the_site(world):
    course = CoursePage.objects.filter(live=False).order_by("pk").first() or world.course()
    if course is None:
        return None
    if course.live:
        unpublish_course(course, by=world.owner)
    CoursePage.objects.get(pk=course.pk).delete()
    return course.slug


@act(2)
def move_raw(world):
    """Move a lesson wherever Wagtail lets it, to the other course too."""
    lesson, to = world.lesson(), world.course()
    chapter = to and world.chapter(to)
    if lesson is None or chapter is None or chapter.get_children().filter(slug=lesson.slug):
        return None
    lesson.move(chapter, pos="last-child")
    return f"{lesson.slug} to {chapter.slug}"


@act(1)
def move_chapter_raw(world):
    chapter, to = world.chapter(), world.course()
    if chapter is None or to is None or to.get_children().filter(slug=chapter.slug):
        return None
    chapter.move(to, pos="last-child")
    return f"{chapter.slug} to {to.slug}"


@act(1)
def alias(world):
    page, chapter = world.lesson(), world.chapter()
    if page is None or chapter is None:
        return None
    slug = f"alias-{world.dice.randrange(10**9)}"
    page.create_alias(parent=chapter, update_slug=slug, user=world.boss)
    return f"{page.slug} in {chapter.slug}"


@act(2)
def translate(world):
    """Save a translation with wagtail-localize, live or as a draft."""
    lesson = world.lesson(course=CoursePage.objects.filter(pk=world.scene.courses[0].pk).first())
    if lesson is None or not _has_french_parent(lesson):
        return None
    source, _is_new = TranslationSource.update_or_create_from_instance(lesson)
    translation, _is_new = Translation.objects.get_or_create(
        source=source, target_locale=world.french
    )
    is_live = world.dice.random() < 0.7
    try:
        translation.save_target(user=world.boss, publish=is_live)
    except ValidationError:
        return f"{lesson.slug}: not ready"
    return f"{lesson.slug}, live: {is_live}"


@act(1)
def translate_plainly(world):
    chapter = world.chapter(CoursePage.objects.filter(pk=world.scene.courses[0].pk).first())
    if chapter is None or not chapter.has_translation(world.french):
        return None
    lesson = add_lesson(chapter, f"Lesson {world.dice.random()}", by=world.owner)
    write(lesson, [text()])
    if world.dice.random() < 0.5:
        release_course(lesson.get_parent().get_parent().specific, by=world.boss)
    draft = lesson.copy_for_translation(world.french)
    draft.get_latest_revision().publish(skip_permission_checks=True)
    return lesson.slug


def _has_french_parent(lesson):
    key = lesson.get_parent().translation_key
    return ChapterPage.objects.filter(translation_key=key, locale__language_code="fr").exists()


@act(1)
def write_in_french(world):
    lesson = world.translated()
    if lesson is None:
        return None
    lesson.title = f"En français {world.dice.random()}"
    lesson.duration_minutes = world.dice.randint(1, 90)
    revision = lesson.save_revision(user=world.owner)
    if world.dice.random() < 0.7:
        revision.publish(skip_permission_checks=True)
    return lesson.slug


@act(1)
def lose_french(world):
    """Take a page in French off the site, move it or delete it."""
    rows = Page.objects.filter(locale__language_code="fr").type(CoursePage, ChapterPage, LessonPage)
    page = world.one(rows.order_by("path").specific())
    if page is None:
        return None
    how = world.dice.choice(("unpublish", "delete", "move"))
    if how == "move":
        chapter = world.one(ChapterPage.objects.filter(locale=page.locale).order_by("path"))
        if not isinstance(page, LessonPage) or chapter is None:
            return None
        page.move(chapter, pos="first-child")
    else:
        getattr(page, how)()
    return f"{how} {page.slug}"


@act(1)
def close_a_catalogue(world):
    """Take a catalogue off the site, or put it back."""
    catalogue = world.one(CatalogPage.objects.order_by("path"))
    if catalogue.live:
        catalogue.unpublish()
    else:
        catalogue.save_revision().publish()
    return f"{catalogue.slug}: {catalogue.live}"


@act(1)
def rename_a_course_raw(world):
    course = world.course()
    if course is None:
        return None
    course.slug = f"course-{world.dice.randrange(10**9)}"
    course.save()
    return course.slug


@act(1)
def write_past_everything(world):
    """Change rows without a signal; the clock finds it."""
    lesson = world.lesson(live=True)
    if lesson is None:
        return None
    Page.objects.filter(pk=lesson.pk).update(live=False)
    mend_outlines(timezone.now() + timedelta(hours=7))
    return lesson.slug
