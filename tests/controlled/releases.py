from tests.controlled import Control

RELEASES = "courses/pages/releases/"
MIGRATION = "courses/pages/migrations/0003_releases.py"
TESTS = "tests/courses/pages/releases/"
AT_ONCE = TESTS + "test_at_once.py::"
ONE = TESTS + "test_constraints.py::test_the_database_refuses_a_second"
WHOLE = TESTS + "test_all_or_nothing.py::"
EDITING = TESTS + "test_editing.py::"

CONTROLS = [
    Control(
        "releases: pages are locked while a release is read and goes live",
        RELEASES + "going_live.py",
        'order_by("path").select_for_update(of=("self",), no_key=True)',
        'order_by("path")',
        EDITING + "test_a_release_meets_an_edit[live-save]",
    ),
    Control(
        "releases: all of it or nothing",
        RELEASES + "submitting.py",
        "@transaction.atomic\ndef release_course(",
        "def release_course(",
        WHOLE + "test_what_fails_at_the_17th_page_leaves_nothing",
    ),
    Control(
        "releases: a decision needs a submission that still waits",
        RELEASES + "submitting.py",
        "filter(pk=release.pk, state__in=before).update(",
        "filter(pk=release.pk).update(",
        AT_ONCE + "TestDeciding::test_another_decision_and_an_approval",
    ),
    Control(
        "releases: who takes a scheduled one back waits for the clock",
        RELEASES + "states.py",
        '        .select_for_update(of=("self",), no_key=True)\n',
        "",
        AT_ONCE + "TestTheClock::test_it_is_taken_back_or_live_and_never_both[5]",
    ),
    Control(
        "releases: the clock looks again behind the lock",
        RELEASES + "states.py",
        ".filter(pk=pk, state=ReleaseState.SCHEDULED)\n",
        ".filter(pk=pk)\n",
        AT_ONCE + "TestTheClock::test_of_two_clocks_one_puts_it_live[1]",
    ),
    Control(
        "releases: a draft saved late does not take the page down",
        RELEASES + "pages.py",
        'if now is None or not now["live"]:',
        "if True:",
        EDITING + "test_a_release_meets_an_edit[new-save]",
    ),
    Control(
        "releases: what goes live is what was submitted",
        RELEASES + "going_live.py",
        "rows.put_live(page, item.content, ",
        "rows.put_live(page, content_from(type(page), page.latest_revision.content), ",
        AT_ONCE + "test_what_is_written_while_it_waits_is_the_next_release",
    ),
    Control(
        "releases: what was written since stays the newest draft",
        RELEASES + "going_live.py",
        "created_at=latest.created_at - timedelta(microseconds=1),",
        "",
        EDITING + "test_an_edit_meets_a_release[live-autosave]",
    ),
    Control(
        "releases: two pages may exchange their slugs",
        RELEASES + "slugs.py",
        "(*(changing if len(changing) > 1 else ()), *had)",
        "had",
        TESTS + "test_rolling_back.py::test_one_may_go_back_and_forth",
    ),
    Control(
        "releases: a page that leaves gives its slug away",
        RELEASES + "slugs.py",
        "(*(changing if len(changing) > 1 else ()), *had)",
        "changing if len(changing) > 1 else ()",
        TESTS + "test_rolling_back.py::test_readers_see_what_they_saw[hand_a_slug_to_a_new_one]",
    ),
    Control(
        "releases: one that cannot go live stops no other",
        RELEASES + "states.py",
        '        logger.exception("A scheduled release failed",',
        "        raise\n        logger.exception(",
        WHOLE + "test_a_scheduled_one_that_fails_says_so_and_the_others_go_live",
    ),
    Control(
        "releases: one is live",
        MIGRATION,
        "fields=('course',), name='one_live_release'",
        "fields=('id',), name='one_live_release'",
        ONE,
        is_schema=True,
    ),
    Control(
        "releases: one waits",
        MIGRATION,
        "fields=('course',), name='one_open_release'",
        "fields=('id',), name='one_open_release'",
        ONE,
        is_schema=True,
    ),
    Control(
        "releases: a number is one release's",
        MIGRATION,
        "fields=('course', 'number'),",
        "fields=('id',),",
        ONE,
        is_schema=True,
    ),
]
