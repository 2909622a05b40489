"""What hangs on a course beside its pages: reviews, comments, translations, what was typed."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    Comment,
    CommentReply,
    GroupApprovalTask,
    Locale,
    Page,
    PageLogEntry,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from courses.pages.models import CourseWorkspace
from tests.canaries.files import collection_of
from tests.canaries.people import MEMBERS, Seers, Who, own
from tests.canaries.tokens import Canaries

if TYPE_CHECKING:
    from tests.canaries.planting import PlantedCourse


class Traces:
    """Plants what hangs on one course."""

    def __init__(self, canaries: Canaries, planted: "PlantedCourse", writer: Who, reviewer: Any):
        self.canaries, self.planted = canaries, planted
        self.writer, self.reviewer = writer, reviewer
        self.lesson = planted.locked
        self.lesson_type = ContentType.objects.get_for_model(self.lesson)

    def word(self, where: str, seers: Seers | None = None, *, is_met: bool = True) -> str:
        name = self.planted.name
        return self.canaries.word(f"{name} {where}", seers or MEMBERS[name], is_met=is_met)

    def comments(self) -> dict[str, Any]:
        comment = Comment.objects.create(
            page=self.lesson,
            user=self.reviewer,
            text=self.word("Comment.text"),
            contentpath="title",
            position=self.word("Comment.position"),
        )
        CommentReply.objects.create(
            comment=comment, user=self.planted.owner, text=self.word("CommentReply.text")
        )
        return {"comment": comment}

    def workflow(self) -> dict[str, Any]:
        """Have the lesson wait for the course's own reviewers, as Wagtail would."""
        task = GroupApprovalTask.objects.create(name=self.word("Task.name"), active=True)
        workspace = CourseWorkspace.objects.get(course__key=self.planted.course.course_key)
        task.groups.add(workspace.reviewers)
        workflow = Workflow.objects.create(name=self.word("Workflow.name"), active=True)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=self.planted.course)
        # One that was answered, and one that waits.
        first = workflow.start(self.lesson, self.planted.owner)
        state = first.current_task_state.specific
        state.comment = self.word("TaskState.comment")
        state.save()
        return {"task_state": first.current_task_state, "workflow": workflow, "task": task}

    def translations(self) -> dict[str, Any]:
        """Bring the course, its chapter and the lesson into the other language, as drafts."""
        other = Locale.objects.exclude(pk=self.lesson.locale_id).get()
        translation = None
        for page in (self.planted.course, self.planted.chapter, self.lesson):
            source, _new = TranslationSource.get_or_create_from_instance(page.specific)
            source.update_from_db()
            translation = Translation.objects.create(source=source, target_locale=other)
            self.translate(source, other)
            translation.save_target(publish=False)
        translations = Translation.objects.filter(target_locale=other).order_by("pk")
        segment = StringSegment.objects.filter(source=translations[0].source).first()
        return {"translation": translations[0], "segment": segment}

    def translate(self, source: TranslationSource, other: Locale) -> None:
        name = source.specific_content_type.model
        for segment in StringSegment.objects.filter(source=source).order_by("order")[:3]:
            StringTranslation.objects.create(
                translation_of=segment.string,
                context=segment.context,
                locale=other,
                data=self.word(f"StringTranslation.data of {name} ({segment.context.path})"),
                tool_name=self.word("StringTranslation.tool_name", is_met=False),
                field_error=self.word("StringTranslation.field_error", is_met=False),
            )
        overridable = source.overridablesegment_set.first()
        if overridable is not None:
            word = self.word(f"SegmentOverride.data_json of {name}", is_met=False)
            SegmentOverride.objects.get_or_create(
                locale=other,
                context=overridable.context,
                defaults={
                    "data_json": f'"{word}"',
                    "has_error": True,
                    "field_error": self.word("SegmentOverride.field_error", is_met=False),
                },
            )

    def typed(self) -> dict[str, Any]:
        """Have the owner be at it: what was typed and not saved, what was uploaded meanwhile."""
        owner, own_alone = self.planted.owner, own(self.writer)
        FormState.objects.create(
            user=owner,
            content_type=ContentType.objects.get_for_model(self.planted.chapter),
            object_id=str(self.planted.chapter.pk),
            parent_object_id="",
            data=f"title={self.word('FormState.data', own_alone, is_met=False)}",
            last_updated_at=timezone.now(),
        )
        word = self.word("UploadedFile's bytes", own_alone, is_met=False)
        upload = UploadedFile.objects.create(
            for_content_type=self.lesson_type,
            uploaded_by_user=owner,
            file=ContentFile(word.encode(), "dropped.txt"),
        )
        session = EditingSession.objects.create(
            user=owner,
            content_type=self.lesson_type,
            object_id=str(self.lesson.pk),
            last_seen_at=timezone.now(),
        )
        name = self.word("Collection.name")
        collection = collection_of(self.planted.course).add_child(name=name)
        return {"session": session, "upload": upload, "collection": collection}

    def of_who_was_removed(self, person: Any) -> None:
        """Have somebody who has left the course edit, own and lock parts of it."""
        entry = {
            "user": person,
            "action": "wagtail.edit",
            "label": self.word("PageLogEntry.label", is_met=False),
            "data": {"words": self.word("PageLogEntry.data", is_met=False)},
            "timestamp": datetime(2026, 1, 1, tzinfo=UTC),
        }
        PageLogEntry.objects.create(page_id=self.lesson.pk, content_type=self.lesson_type, **entry)
        Page.objects.filter(pk=self.planted.chapter.pk).update(
            locked=True, locked_by=person, locked_at="2026-01-01T00:00Z", owner=person
        )


def plant_traces(
    canaries: Canaries, planted: "PlantedCourse", writer: Who, reviewer: Any
) -> dict[str, Any]:
    """Return what was planted, by what it is."""
    traces = Traces(canaries, planted, writer, reviewer)
    return traces.comments() | traces.workflow() | traces.translations() | traces.typed()


def plant_removed(canaries: Canaries, planted: "PlantedCourse", person: Any) -> None:
    """Leave traces of somebody who wrote the course once."""
    Traces(canaries, planted, Who.REMOVED, person).of_who_was_removed(person)
