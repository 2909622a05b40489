from tests.controlled import Control

SERVICES = "courses/pages/services/"
TESTS = "tests/courses/pages/"

CONTROLS = [
    Control(
        "courses: moves and additions at once lose no page",
        SERVICES + "outline.py",
        "Page.objects.select_for_update().filter(pk=course_page.pk)",
        "Page.objects.filter(pk=course_page.pk)",
        TESTS + "test_ordering.py::test_lessons_that_are_moved_and_added_at_once_are_all_there",
    ),
    Control(
        "courses: what somebody moved meanwhile is not moved again",
        SERVICES + "moving.py",
        "if seen is not None and version_of(",
        "if False and version_of(",
        TESTS + "test_desk.py::TestForms::"
        "test_two_who_move_from_the_same_page_do_not_overwrite_each_other",
    ),
    Control(
        "courses: one owner is left when two take each other off",
        SERVICES + "members.py",
        "Course.objects.select_for_update().get(",
        "Course.objects.get(",
        TESTS + "test_members.py::test_two_owners_who_take_each_other_off_at_once_leave_one",
    ),
    Control(
        "courses: the form that comes twice at once makes one course",
        SERVICES + "creating.py",
        'CatalogPage.objects.select_for_update(of=("self",)).filter(',
        "CatalogPage.objects.filter(",
        TESTS + "test_my_courses.py::test_a_form_that_comes_twice_at_once_makes_one_course",
    ),
    Control(
        "courses: who lost the role on the site has lost the course",
        "courses/pages/permissions.py",
        "return role if bears or",
        "return role if True or",
        TESTS + "test_members.py::TestFollowing::"
        "test_who_loses_the_role_on_the_site_loses_the_course_and_gets_it_back",
    ),
    Control(
        "courses: the desk is for those who take part",
        "courses/pages/admin/base.py",
        "        if not self.may_enter():",
        "        if False:",
        TESTS + "test_desk.py::TestShowing::test_others_see_nothing_and_change_nothing",
    ),
]
