"""The list of blocks that a lesson may be made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks import TextBlock
from cms.core.chosen import note_form
from courses.media.blocks import AudioBlock, VideoBlock
from courses.pages.blocks.base import TEXT_GROUP
from courses.pages.blocks.boxes import AccordionBlock, CalloutBlock
from courses.pages.blocks.code import CodeBlock
from courses.pages.blocks.files import DocumentBlock, DownloadsBlock
from courses.pages.blocks.image import LessonImageBlock
from courses.pages.blocks.layout import ColumnsBlock, DividerBlock
from courses.pages.blocks.table import TableBlock
from courses.pages.blocks.text import HeadingBlock, QuotationBlock
from courses.questions.blocks import QuizBlock


class LessonBodyBlock(blocks.StreamBlock):
    """The body of a lesson. The names are kept in every lesson: never change one."""

    heading = HeadingBlock()
    text = TextBlock(group=TEXT_GROUP)
    quotation = QuotationBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
    image = LessonImageBlock()
    video = VideoBlock()
    audio = AudioBlock()
    code = CodeBlock()
    quiz = QuizBlock()
    document = DocumentBlock()
    downloads = DownloadsBlock()
    table = TableBlock()
    columns = ColumnsBlock()
    divider = DividerBlock()

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read the posted blocks; the files that they name are fetched together."""
        note_form(data, prefix)
        return super().value_from_datadict(data, files, prefix)

    class Meta:
        label = _("Lesson")
        # By this the editor's script finds where files may be dropped.
        form_classname = "lesson-body"
        template = "components/streamfield/lesson_body_block.html"
