from tests.controlled import Control

TESTS = "tests/courses/media/"
WALLS = TESTS + "test_walls.py::"

CONTROLS = [
    Control(
        "media: the lists and forms of recordings are the person's own",
        "courses/media/admin/views.py",
        "policy_of(view.model).instances_user_has_any_permission_for(\n"
        "        view.request.user, actions\n"
        "    )",
        "view.model._default_manager.all()",
        WALLS + "TestEveryAddress::test_another_instructor_does_not",
    ),
    Control(
        "media: the list of the chooser is the person's own",
        "courses/media/admin/choosers.py",
        "found = choosable(self.request.user, self.model_class)",
        "found = self.model_class.objects.all()",
        WALLS + "TestEveryAddress::test_another_instructor_does_not",
    ),
    Control(
        "media: what is chosen is the person's own",
        "courses/media/admin/choosers.py",
        "return choosable(self.request.user, self.model_class).get(pk=pk)",
        "return self.model_class.objects.get(pk=pk)",
        WALLS + "TestEveryAddress::test_another_instructor_does_not",
    ),
    Control(
        "media: several that are chosen are the person's own",
        "courses/media/admin/choosers.py",
        "return choosable(self.request.user, self.model_class).filter(pk__in=pks)",
        "return self.model_class.objects.filter(pk__in=pks)",
        WALLS + "TestEveryAddress::test_another_instructor_does_not",
    ),
    Control(
        "media: a recording comes into the person's own collections",
        "courses/media/services/uploads.py",
        "    if not may_add(by, model, collection):\n",
        "    if False:\n",
        TESTS + "test_services.py::test_in_a_collection_of_others_nothing_is_kept",
    ),
    Control(
        "media: ffmpeg opens no list of other files",
        "courses/media/ffmpeg.py",
        '"-protocol_whitelist", "file", "-f", _FORMATS[extension], "-i"',
        '"-protocol_whitelist", "file", "-i"',
        TESTS + "test_inspection.py::test_a_list_of_addresses_under_the_name_of_a_film_opens_none",
    ),
    Control(
        "media: what was replaced meanwhile gets nothing of the old file",
        "courses/media/services/inspection.py",
        "work.finish(pk, values=values, file=name)",
        "work.finish(pk, values=values)",
        TESTS + "test_inspection.py::test_of_a_file_that_was_replaced_meanwhile_nothing_stays",
    ),
    Control(
        "media: one track of a language and kind",
        "courses/media/migrations/0001_initial.py",
        "fields=('video', 'language', 'kind')",
        "fields=('id',)",
        TESTS + "test_services.py::TestCaptions::test_there_is_one_track_of_a_language_and_kind",
        is_schema=True,
    ),
    Control(
        "media: lost work is sent again by one sweep",
        "cms/core/due.py",
        "            self._rows(pk__in=again).update(**{self._due: now + lease()})\n",
        "",
        TESTS + "test_inspection.py::TestSweep::test_lost_tasks_are_sent_again_once",
    ),
]
