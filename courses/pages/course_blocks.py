"""The small lists that a course page has."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.field_block import CharBlock, TextBlock

# Letters of one line of a list.
LONGEST_LINE = 200


class CourseItemBlock(CharBlock):
    """One line of a list of outcomes or requirements."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=LONGEST_LINE, **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Line")
        description = _("One thing in one line.")
        template = "components/streamfield/course_item_block.html"
        preview_value = "Measure the flow of a small stream with string and an orange"


class FaqBlock(blocks.StructBlock):
    """A question that people ask before they begin, and its answer."""

    question = CharBlock(label=_("Question"), max_length=200)
    answer = TextBlock(label=_("Answer"), rows=3, max_length=1500)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        description = _("What people ask before they begin, and your answer.")
        template = "components/streamfield/faq_block.html"
        preview_value = {
            "question": "Do I need a stream near me?",
            "answer": "No. The readings of three streams come with the course.",
        }


class CourseItemsBlock(blocks.StreamBlock):
    """A list of lines."""

    item = CourseItemBlock()


class FaqListBlock(blocks.StreamBlock):
    """A list of questions and answers."""

    item = FaqBlock()
