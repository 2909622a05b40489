"""Drafts that no database knows, and what the rules say of them."""

from django.core.files.base import ContentFile
from wagtail import blocks
from wagtail.blocks.field_block import ChooserBlock
from wagtail.blocks.list_block import ListValue

from cms.core.models import SiteDocument, SiteImage
from courses.media.models import Audio, Video
from courses.pages.models import CoursePage, LessonPage
from courses.pages.readiness.checking import defects_of
from courses.pages.readiness.known import Known
from tests.courses.questions.quizzes import question, quiz, single_choice

PK = 7
EDITOR = f"/admin/pages/{PK}/edit/"
PICTURE = SiteImage(pk=1, title="A beck", collection_id=1)
QUIZ = quiz(single_choice(), question("true_false", answer="true"))
CODE = {"code": "flow = 1\n", "language": "python"}
CALLOUT = {"kind": "tip", "title": "", "body": "<p>Use the median.</p>"}


def made(block, value):
    """Return what `block` makes of kept data, in which files may stand as they are."""
    if isinstance(block, blocks.BaseStreamBlock):
        children = [(one["type"], one["value"], one["id"]) for one in value]
        kinds = block.child_blocks
        return blocks.StreamValue(
            block, [(name, made(kinds[name], x), key) for name, x, key in children]
        )
    if isinstance(block, blocks.ListBlock):
        child = block.child_block
        items = [
            one if isinstance(one, dict) and "type" in one else {"value": one} for one in value
        ]
        return ListValue(
            block,
            bound_blocks=[
                ListValue.ListChild(child, made(child, one["value"]), id=one.get("id"))
                for one in items
            ],
        )
    if isinstance(block, blocks.BaseStructBlock):
        given = {name: made(block.child_blocks[name], one) for name, one in value.items()}
        return block.normalize({**block.get_default(), **given})
    return value if isinstance(block, ChooserBlock) else block.to_python(value)


def block(kind, value, key):
    return {"type": kind, "value": value, "id": key}


def lesson(*parts, **fields) -> LessonPage:
    """Return a lesson of (name, value); the blocks' ids are b1, b2 and so on."""
    fields = {
        "pk": PK,
        "title": "Flow",
        "slug": "flow",
        "path": "0001" * 5,
        "depth": 5,
        "content_type_id": 1,
        "locale_id": 1,
        **fields,
    }
    page = LessonPage(**fields)
    kinds = LessonPage._meta.get_field("body").stream_block
    page.body = made(kinds, [block(*one, f"b{at}") for at, one in enumerate(parts, start=1)])
    return page


def course(**fields) -> CoursePage:
    fields = {
        "pk": PK,
        "title": "River",
        "slug": "river",
        "path": "0001" * 4,
        "depth": 4,
        "content_type_id": 1,
        "locale_id": 1,
        **fields,
    }
    fields.setdefault("outcomes", [("item", "Read a river")])
    return CoursePage(**fields)


def picture(**fields):
    return {"image": PICTURE, "decorative": False, "alt_text": "A beck", **fields}


def document(*, size: int | None = 4, stored: bool = True) -> SiteDocument:
    made = SiteDocument(pk=3, title="Field sheet", file_size=size, collection_id=1)
    if stored:
        made.file.save("sheet.pdf", ContentFile(b"text"), save=False)
    else:
        made.file.name = "documents/gone.pdf"
    return made


def video(*, spoken: bool = True) -> Video:
    made = Video(pk=4, title="Float", nothing_is_spoken=not spoken, collection_id=1)
    # Tracks of a video that nobody has saved: none, without asking.
    made.caption_tracks = []
    return made


def audio(transcript: str = "Water.") -> Audio:
    return Audio(pk=5, title="Beck", transcript=transcript, collection_id=1)


def found(page, known: Known | None = None):
    """Return code, block, place after the editor's address, and words of each defect."""
    return [
        (one.code, one.block_id, one.url.removeprefix(f"{EDITOR}#:w:contentpath="), one.message)
        for one in defects_of(page, known or Known())
    ]


def codes(page, known: Known | None = None):
    return [(one.code, one.block_id) for one in defects_of(page, known or Known())]
