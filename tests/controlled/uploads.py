from tests.controlled import Control

UPLOADS = "cms/core/uploads/"
TESTS = "tests/core/"

CONTROLS = [
    Control(
        "uploads: pictures are measured before they are decoded",
        UPLOADS + "pictures.py",
        "if width * height * frames > largest:",
        "if False:",
        TESTS + "test_upload_pictures.py::test_bombs_are_refused_before_they_are_decoded",
    ),
    Control(
        "uploads: names are looked at as they were sent",
        UPLOADS + "arrivals.py",
        "sent_name = html.unescape(self._sent_name)",
        "sent_name = files[-1].name",
        TESTS + "test_upload_doors.py::test_names_with_parts_of_a_path_are_refused",
    ),
    Control(
        "uploads: what an archive says of its size is not believed",
        UPLOADS + "archives.py",
        "            if unpacked > entry.file_size:",
        "            if False:",
        TESTS + "test_upload_documents.py::TestArchives::"
        "test_an_entry_that_lies_about_its_size_is_refused",
    ),
    Control(
        "limits: of many at once each has a number of its own",
        "cms/core/limits.py",
        "return int(cache.incr(key))",
        "number = cache.get(key) + 1\n"
        "            cache.set(key, number, timeout)\n"
        "            return int(number)",
        TESTS + "test_limits.py::test_of_many_processes_on_redis_exactly_as_many_pass",
    ),
    Control(
        "limits: files are counted in by one process at a time",
        "cms/core/file_cache.py",
        "            fcntl.flock(lock, fcntl.LOCK_EX)",
        "            pass",
        TESTS + "test_limits.py::test_of_many_processes_on_files_exactly_as_many_pass",
    ),
    Control(
        "renditions: metadata stays behind",
        "cms/core/renditions.py",
        "turned.info.items() if name in _KEPT_INFO}",
        "turned.info.items()}",
        TESTS + "test_renditions.py::test_renditions_say_nothing_of_place_time_or_camera",
    ),
    Control(
        "renditions: a replaced file leaves none of its own",
        "cms/core/services/renditions.py",
        '            if current.values_list("pk").first() is None:',
        "            if False:",
        TESTS + "test_renditions.py::"
        "test_a_file_that_is_replaced_meanwhile_leaves_nothing_of_the_old_one",
    ),
    Control(
        "renditions: two tasks at once make each once",
        "cms/core/migrations/0001_initial.py",
        "fields=('image', 'filter_spec', 'focal_point_key')",
        "fields=('id',)",
        TESTS + "test_renditions.py::test_two_tasks_at_once_make_each_rendition_once",
        is_schema=True,
    ),
]
