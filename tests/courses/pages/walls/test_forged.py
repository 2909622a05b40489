"""Forms made up by hand: they name what no chooser would have offered."""

import pytest

from tests.canaries.people import Who
from tests.canaries.walking import client_of

pytestmark = pytest.mark.django_db


def stream(kind, value):
    return {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": kind,
        "body-0-id": "",
        "body-0-value": value,
    }


EMPTY = {f"{name}-count": "0" for name in ("outcomes", "requirements", "faq")}


def forms(guarded, own):
    """Yield a page of one's own and what is posted to it."""
    common = {"title": "", "slug": "own", **EMPTY}
    yield own.course, {**common, "cover": guarded.image.pk}
    yield own.course, {**common, "intro_video": guarded.video.pk}
    yield own.course, {**common, "title": "Own", "cover": guarded.image.pk}
    data = stream("document", "") | {"body-0-value-document": guarded.document.pk}
    yield own.lesson, {"title": "", "slug": "own", **data}
    data = stream("image", "") | {"body-0-value-image": guarded.image.pk}
    yield own.lesson, {"title": "", "slug": "own", **data}
    data = stream("video", "") | {"body-0-value-video": guarded.video.pk}
    yield own.lesson, {"title": "", "slug": "own", **data}


def test_show_nothing_of_what_they_name(planted, guarded, own):
    client, wrong = client_of(planted, Who.OTHER), []
    for page, data in forms(guarded, own):
        path = f"/admin/pages/{page.pk}/edit/"
        for where in (path, f"{path}preview/"):
            response = client.post(where, data)
            met = planted.canaries.found_in(response.content)
            found = [str(one) for one in met if Who.OTHER not in one.seen_by]
            refused = response.status_code == 403 or where != path
            if found or not refused:
                wrong.append(f"{where} {data}: {response.status_code} {found}")
    assert "\n".join(wrong) == ""
