"""Reading a lesson costs as many statements with two hundred blocks as with twenty."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cms.core.models import SiteDocument, SiteImage
from cms.core.services.renditions import make_renditions
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, publish_all, write_lesson
from tests.factories.media import AudioFactory, VideoFactory
from tests.factories.site import make_site

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def pictures(number: int) -> list[SiteImage]:
    data = BytesIO()
    Image.new("RGB", (32, 20), "#ffd21f").save(data, "PNG")
    made = []
    for place in range(number):
        file = ContentFile(data.getvalue(), "a.png")
        image = SiteImage.objects.create(title=f"Picture {place}", file=file)
        make_renditions(image.pk)
        made.append(image)
    return made


def blocks(number: int, target, kinds) -> list:
    """Return so many blocks: text with six links each, pictures and quizzes among them."""
    link = f'<a linktype="page" id="{target.pk}">there</a> '
    question = {"prompt": "The surface is faster.", "answer": "true", "explanation": ""}
    made = []
    for place in range(number):
        if place % 5 == 3:
            image = kinds["images"][place % len(kinds["images"])]
            made.append(("image", {"image": image, "decorative": True}))
        elif place % 5 == 4:
            made.append(("quiz", {"questions": [("true_false", question)]}))
        else:
            made.append(("text", f"<p>{link * 6}</p>"))
    return made


@pytest.fixture
def asked(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_site(["en", "fr"])
    course = make_course(chapters=2, lessons=3, live=False)
    lesson, target = lessons_of(course)[:2]
    kinds = {"images": pictures(4)}

    def ask(number: int, more: list | None = None) -> int:
        body = [*blocks(number, target, kinds), *(more or [])]
        write_lesson(lesson, body, is_free_preview=True)
        publish_all(course)
        client.get(lesson.url)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(lesson.url)
        assert answer.status_code == 200
        assert answer.content.count(b'class="lesson-block"') == len(body)
        return len(queries)

    return ask


def test_a_visitor_costs_at_most_twenty_statements(asked):
    few = asked(20)
    assert asked(200) == few
    assert few <= 20


def test_a_learner_who_is_signed_in_costs_at_most_twenty_statements(asked, client):
    client.force_login(UserFactory())
    few = asked(20)
    assert asked(200) == few
    assert few <= 20


def test_videos_sounds_and_documents_cost_the_same_whatever_their_number(asked):
    def more(number):
        made = []
        for place in range(number):
            document = SiteDocument.objects.create(
                title=f"Sheet {place}", file=ContentFile(b"x", "a.txt")
            )
            made += [
                ("video", {"video": VideoFactory(captions=["en"])}),
                ("audio", {"audio": AudioFactory()}),
                ("document", {"document": document}),
            ]
        return made

    assert asked(20, more(1)) == asked(20, more(6))
