"""What an author sees of each block in the list of blocks."""

import pytest
from django.urls import reverse

from courses.pages.models import LessonPage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
# A word of what is shown, and which icon of ours; nothing of the database is in a preview.
SHOWN = {
    "heading": "<h2>The surface is a flatterer</h2>",
    "text": "<h2>What you need</h2>",
    "quotation": "Everything flows",
    "callout": '<p class="as4">Field note</p>',
    "accordion": "<summary>",
    "image": 'src="/static/images/preview-stream.svg"',
    "video": "From float times to flow",
    "audio": "",
    "code": '<span class="k-k">def</span>',
    "quiz": "What is the flow?",
    "document": "Field sheet for ten floats",
    "downloads": "Float times",
    "table": "<caption>Readings from Crook Beck</caption>",
    "columns": "The bed is slow.",
    "divider": "<hr>",
}


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(administrator=True))
    return client


def test_every_block_can_be_looked_at_before_it_is_chosen(administrator):
    blocks = LessonPage._meta.get_field("body").stream_block.child_blocks
    assert set(SHOWN) == set(blocks)
    for name, words in SHOWN.items():
        address = reverse("wagtailadmin_block_preview")
        response = administrator.get(address, {"id": blocks[name].definition_prefix})
        assert response.status_code == 200, name
        html = response.content.decode()
        assert words in html, name
        # As readers see it: with the site's stylesheet, within running text.
        assert 'href="/static/site.css"' in html
        assert 'href="/static/lesson.css"' in html
        assert '<div class="prose">' in html
