"""Forms made up by hand: they name what no chooser would have offered."""

import pytest

from tests.courses.pages.walls.test_walk import met, signed_in

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


def forms(guarded):
    """Yield a page of one's own and what is posted to it."""
    own, common = guarded.own, {"title": "", "slug": "own", **EMPTY}
    yield own.course, {**common, "cover": guarded.image.pk}
    yield own.course, {**common, "intro_video": guarded.video.pk}
    yield own.course, {**common, "title": "Own", "cover": guarded.image.pk}
    data = stream("document", "") | {"body-0-value-document": guarded.document.pk}
    yield own.lesson, {"title": "", "slug": "own", **data}
    data = stream("image", "") | {"body-0-value-image": guarded.image.pk}
    yield own.lesson, {"title": "", "slug": "own", **data}
    data = stream("video", "") | {"body-0-value-video": guarded.video.pk}
    yield own.lesson, {"title": "", "slug": "own", **data}


def test_show_nothing_of_what_they_name(guarded):
    client, wrong = signed_in(guarded.own.owner), []
    for page, data in forms(guarded):
        path = f"/admin/pages/{page.pk}/edit/"
        for where in (path, f"{path}preview/"):
            response = client.post(where, data)
            found = met(response.content.decode(errors="replace"), guarded.canaries())
            refused = response.status_code == 403 or where != path
            if found or not refused:
                wrong.append(f"{where} {data}: {response.status_code} {found}")
    assert "\n".join(wrong) == ""
