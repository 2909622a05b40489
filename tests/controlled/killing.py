from tests.controlled import Control

KILLED = (
    "tests/courses/outline/test_kill.py"
    "::test_what_is_published_while_all_is_killed_is_whole_or_not_at_all"
)

CONTROLS = [
    Control(
        "outline: a translation's wish is written with the page",
        "courses/outline/services/refreshing.py",
        "    Course.objects.filter(key=course_key).update(asked_at=timezone.now())\n"
        "    transaction.on_commit(lambda: _refresh_if_asked(course_key))\n",
        "    transaction.on_commit(lambda: refresh_outline(course_key))\n",
        KILLED,
    ),
    Control(
        "outline: it is read in the release's own transaction",
        "courses/pages/releases/going_live.py",
        "    refresh_outline(release.course.key, now=now)\n",
        "    from django.db import transaction\n\n"
        "    transaction.on_commit(lambda: refresh_outline(release.course.key))\n",
        KILLED,
    ),
]
