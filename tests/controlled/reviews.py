from tests.controlled import Control

SCREENS = "courses/pages/admin/releases/"
TESTS = "tests/courses/pages/releases_admin/"

CONTROLS = [
    Control(
        "reviews: a comment sent twice at once is written once",
        SCREENS + "commenting.py",
        "list(Release.objects.select_for_update().filter(pk=self.release.pk))",
        "list(Release.objects.filter(pk=self.release.pk))",
        TESTS + "test_comments.py::test_a_comment_that_comes_twice_at_once_is_written_once",
    ),
    Control(
        "reviews: a reviewer of the site sees a draft only while it waits",
        SCREENS + "review_screen.py",
        "if release is None or release.state != ReleaseState.WAITING:",
        "if release is None:",
        TESTS + "test_reviewing.py::TestTwoAtOnce::test_what_was_decided_shows_nothing_any_more",
    ),
    Control(
        "reviews: a page left open does not withdraw a later submission",
        SCREENS + "submitting.py",
        "return waiting if waiting is not None and named == str(waiting.pk) else None",
        "return waiting",
        TESTS + "test_submitting.py::TestTakingBack::"
        "test_a_page_left_open_does_not_withdraw_a_later_submission",
    ),
    Control(
        "releases: numbers of another course lead nowhere",
        SCREENS + "history.py",
        "rows = Release.objects.of_course(self.course.course_key).numbered()\n        people",
        "rows = Release.objects.numbered()\n        people",
        TESTS + "test_history.py::test_numbers_of_other_courses_and_of_nobody_are_refused",
    ),
]
