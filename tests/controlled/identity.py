from tests.controlled import Control

TESTS = "tests/courses/pages/identity/test_at_once.py::"

CONTROLS = [
    Control(
        "identity: what leaves a course is looked at again behind the lock",
        "courses/pages/releases/going_live.py",
        "        lock_pages(Page.objects.filter(pk__in=[row.pk for row in rows]))\n"
        "        rows = list(leaving.specific())\n",
        "        pass\n",
        TESTS + "test_what_one_course_takes_over_the_other_does_not_take_down",
    ),
    Control(
        "identity: both lessons are locked while a block moves",
        "courses/pages/identity/moving_blocks.py",
        "    lock_pages(everywhere.filter(translation_key__in=keys, alias_of=None))\n",
        "",
        TESTS + "test_a_block_moves_to_one_of_two_lessons",
    ),
    Control(
        "identity: both courses are locked while a lesson moves",
        "courses/pages/identity/moving_lessons.py",
        "    lock_pages(Page.objects.filter(pk__in=[source.pk, target.pk]))\n",
        "",
        TESTS + "test_a_lesson_moves_while_another_one_is_added",
    ),
]
