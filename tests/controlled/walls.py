from tests.controlled import Control

WALLS = "courses/pages/walls/"
GUARD = "tests/courses/pages/walls/test_guard.py::"
WALK = "tests/canaries/test_walk.py::test_nobody_meets_what_is_not_for_them"
OTHER = f"{WALK}[other instructor]"
REMOVED = f"{WALK}[removed co-instructor]"

CONTROLS = [
    Control(
        "walls: an address that nobody declared is refused",
        WALLS + "middleware.py",
        "if door is None or not door.lets_in(",
        "if door is None:\n            return None\n        if not door.lets_in(",
        GUARD + "TestDeclaring::test_an_address_that_nobody_declared_is_refused",
    ),
    Control(
        "walls: a declared address asks for what it names",
        WALLS + "doors.py",
        "return all(check(visit) for check in self.checks)",
        "return True",
        OTHER,
    ),
    Control(
        "walls: of several pages each is asked for",
        WALLS + "checks.py",
        '        return pages("?id")(visit)',
        "        return True",
        OTHER,
    ),
    Control(
        "walls: all below a place means all within reach",
        WALLS + "checks.py",
        "return len(above) == 1 and reaches_all_below(visit.user, above.pop())",
        "return True",
        OTHER,
    ),
    Control(
        "walls: the page chooser begins at one's own pages",
        WALLS + "declared.py",
        '"Begins where the person\'s own pages begin.", instead=browse_own_pages',
        '"Begins where the person\'s own pages begin."',
        GUARD + "TestLeaks::test_the_page_chooser_begins_at_ones_own_pages",
    ),
    Control(
        "walls: the page chooser offers one's own pages",
        WALLS + "hooks.py",
        'return pages.filter(pk__in=reachable_pages(request.user).values("pk"))',
        "return pages",
        OTHER,
    ),
    Control(
        "walls: tags offered while typing are one's own",
        WALLS + "declared.py",
        "offers everybody's.\", instead=own_tags",
        "offers everybody's.\"",
        OTHER,
    ),
    Control(
        "walls: the most used tags are one's own in the image chooser",
        WALLS + "narrowing.py",
        "    image_chooser.choose_view_class = OwnImageChooseView\n",
        "",
        OTHER,
    ),
    Control(
        "walls: the most used tags are one's own in lists of files",
        WALLS + "narrowing.py",
        "view.filterset_class = _without_others_tags(view.filterset_class)",
        "pass",
        OTHER,
    ),
    Control(
        "walls: lists of pages name nobody else",
        WALLS + "narrowing.py",
        "PageFilterSet.base_filters[name].queryset = _people",
        "pass",
        OTHER,
    ),
    Control(
        "walls: translations listed are those of one's own pages",
        WALLS + "views.py",
        'return rows.filter(source__object_id__in=keys).order_by("-pk")',
        'return rows.order_by("-pk")',
        OTHER,
    ),
    Control(
        "walls: home shows nothing of a course one was taken off",
        WALLS + "hooks.py",
        "panels[:] = [own_panel(panel) for panel in panels]",
        "pass",
        REMOVED,
    ),
    Control(
        "walls: a course is not copied as a page",
        WALLS + "hooks.py",
        '@hooks.register("before_copy_page")\n',
        "",
        GUARD + "TestRights::test_a_course_is_not_copied_as_a_page[get-administrator]",
    ),
    Control(
        "walls: a made-up form is not shown again",
        WALLS + "middleware.py",
        "            raise PermissionDenied\n",
        "            pass\n",
        "tests/courses/pages/walls/test_forged.py::test_show_nothing_of_what_they_name",
    ),
]
