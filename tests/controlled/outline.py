from tests.controlled import Control

SERVICES = "courses/outline/services/"
REFRESHING = SERVICES + "refreshing.py"
RECEIVERS = "courses/pages/receivers.py"
MIGRATION = "courses/outline/migrations/0003_lessons.py"
TESTS = "tests/courses/outline/"
PAGES = "tests/courses/pages/outline/"
PLANNING = TESTS + "test_planning.py::"
AT_ONCE = TESTS + "test_at_once.py::"
DROPPED = "test_at_once.py::test_a_translation_changes_while_a_release_drops_its_lesson"
MENDING = TESTS + "test_mending.py::TestMending::"
TWICE = TESTS + "test_listing_parts.py::test_the_database_refuses_what_there_must_not_be_twice"
ROADS = PAGES + "test_asking.py::test_every_road_asks_within_its_own_transaction"

CONTROLS = [
    Control(
        "outline: one reads a course at a time",
        REFRESHING,
        "Course.objects.select_for_update(no_key=True).filter(key=course_key).first()",
        "Course.objects.filter(key=course_key).first()",
        TESTS + "test_at_once.py::test_two_who_read_one_course_make_its_rows_once[1]",
    ),
    Control(
        "outline: a wish is written beside another one",
        REFRESHING,
        "Course.objects.filter(key=course_key).update(asked_at=timezone.now())",
        "Course.objects.filter(key=course_key, asked_at=None).update(asked_at=timezone.now())",
        PAGES + "test_at_once.py::test_a_wish_beside_another_one_is_not_taken_away_with_it",
    ),
    Control(
        "outline: a wish is written in the change's transaction",
        REFRESHING,
        "    Course.objects.filter(key=course_key).update(asked_at=timezone.now())\n",
        "",
        PAGES + "test_at_once.py::test_what_is_lost_with_its_process_is_done_by_the_clock",
    ),
    Control(
        "outline: a lesson that another course took is not retired",
        REFRESHING,
        "filter(pk__in=[row.pk for row in rows], course=course)",
        "filter(pk__in=[row.pk for row in rows])",
        TESTS + "test_at_once.py::test_who_lost_a_lesson_meanwhile_does_not_retire_it",
    ),
    Control(
        "outline: a course's row that is taken is not waited for",
        REFRESHING,
        "select_for_update(no_key=True, skip_locked=True)",
        "select_for_update(no_key=True)",
        TESTS
        + "test_at_once.py::test_two_courses_that_exchange_lessons_do_not_wait_for_each_other",
    ),
    Control(
        "outline: who lost a lesson is read anew",
        REFRESHING,
        "    _ask_others(plan)\n",
        "",
        PLANNING + "TestLessons::test_another_course_takes_a_lesson_over_with_its_rows",
    ),
    Control(
        "outline: the clock does what was lost",
        REFRESHING,
        'mended = {key: _mend(key, now) for key in lost.values_list("key", flat=True)}',
        "mended = {}",
        MENDING + "test_what_was_lost_is_done_after_ten_seconds",
    ),
    Control(
        "outline: the clock finds what nobody asked for",
        REFRESHING,
        "mended[key] = _mend(key, now, with_all=True)",
        "mended[key] = []",
        MENDING + "test_what_nobody_asked_for_is_found_and_told",
    ),
    Control(
        "outline: a course that cannot be read stops no other",
        REFRESHING,
        "        # One course that cannot be read must not keep the others from being mended.\n",
        "        raise\n",
        MENDING + "test_one_that_cannot_be_read_keeps_no_other_from_being_mended",
    ),
    Control(
        "outline: whoever changed a page is told nothing of a failure",
        REFRESHING,
        "        # Whoever changed a page must not be told that it failed.\n",
        "        raise\n",
        TESTS
        + "test_mending.py::TestAsking::test_whoever_changed_a_page_is_told_nothing_of_a_failure",
    ),
    Control(
        "outline: another reading of material asks nobody to look again",
        SERVICES + "planning.py",
        " and lesson.key in self.changed:",
        ":",
        PLANNING + "TestBlocks::test_another_way_of_reading_material_asks_nobody_to_look_again",
    ),
    Control(
        "outline: prices are written one after the other",
        SERVICES + "listings.py",
        "    Course.objects.select_for_update(no_key=True).filter(key=course_key).first()\n",
        "",
        TESTS + "test_at_once.py::test_prices_are_those_of_who_came_last",
    ),
    Control(
        "outline: a translation asks before its row is written",
        RECEIVERS,
        "and _is_translation(instance):\n        instance._has_asked",
        "and False:\n        instance._has_asked",
        PAGES + DROPPED + "[unpublish]",
    ),
    Control(
        "outline: a translation asks before its versions are written",
        "courses/pages/roads/publishing.py",
        "                    _ask_first(page)\n",
        "",
        PAGES + DROPPED + "[publish]",
    ),
    Control(
        "outline: a translation asks before it is deleted",
        RECEIVERS,
        "    if _is_translation(instance):\n        _ask(instance)\n\n\n"
        "def _ask_when_deleted(sender: type[Page], instance: Page, **_kw: Any) -> None:\n"
        "    if not _is_translation(instance):\n",
        "    pass\n\n\n"
        "def _ask_when_deleted(sender: type[Page], instance: Page, **_kw: Any) -> None:\n"
        "    if True:\n",
        PAGES + DROPPED + "[delete]",
    ),
    Control(
        "outline: a page taken off as one of all pages asks",
        RECEIVERS,
        "return sender is Page or (created",
        "return (created",
        ROADS + "[taken off as one of all pages]",
    ),
    Control(
        "outline: a course asks for itself when its page is deleted",
        RECEIVERS,
        "        keys.add(page.translation_key)\n",
        "        pass\n",
        PAGES + "test_asking.py::test_a_course_that_never_was_live_is_retired_with_its_page",
    ),
    Control(
        "outline: a catalogue that leaves takes its courses along",
        RECEIVERS,
        "        _ask_below(instance)\n",
        "        pass\n",
        PAGES + "test_asking.py::TestAbove::test_a_catalogue_that_leaves_takes_its_courses_along",
    ),
    Control(
        "outline: drafts ask for nothing",
        RECEIVERS,
        "    elif _concerns_readers(sender, instance, created):\n",
        "    else:\n",
        PAGES + "test_asking.py::TestDrafts::test_what_was_never_live",
    ),
    Control(
        "outline: a lesson has one row",
        MIGRATION,
        "unique=True, verbose_name='key'",
        "unique=False, verbose_name='key'",
        TWICE,
        is_schema=True,
    ),
    Control(
        "outline: a block of a lesson has one row",
        MIGRATION,
        "fields=('lesson', 'block_uuid'), name='one_block_per_lesson'",
        "fields=('id',), name='one_block_per_lesson'",
        TWICE,
        is_schema=True,
    ),
    Control(
        "outline: a language of a lesson has one row",
        MIGRATION,
        "fields=('lesson', 'locale'), name='one_row_per_language'",
        "fields=('id',), name='one_row_per_language'",
        TWICE,
        is_schema=True,
    ),
    Control(
        "outline: a language of the catalogue has one row of a course",
        MIGRATION,
        "fields=('course', 'locale'), name='one_listing_per_language'",
        "fields=('id',), name='one_listing_per_language'",
        TWICE,
        is_schema=True,
    ),
]
