from tests.controlled import Control

TESTS = "tests/core/files/"
DOOR = TESTS + "test_door.py::"
VIEWS = "cms/core/files/views.py"
LINKS = "cms/core/files/links.py"
STORAGES = "cms/core/files/storages.py"
IMAGES = "cms/core/models/images.py"

CONTROLS = [
    Control(
        "files: the gate is asked at every request",
        VIEWS,
        "if owner is None or not may_open(request.user, owner.kind, owner.obj):",
        "if owner is None:",
        DOOR + "TestGate::test_a_copied_address_opens_nothing_to_others",
    ),
    Control(
        "files: documents ask the gate",
        VIEWS,
        'if found is None or not may_open(request.user, "document", found):',
        "if found is None:",
        TESTS + "test_documents.py::test_nobody_else_gets_there_nor_learns_what_there_is",
    ),
    Control(
        "files: an address ends",
        LINKS,
        "if link.seconds_left() <= 0:",
        "if False:",
        DOOR + "TestSignature",
    ),
    Control(
        "files: a gate that fails stays closed",
        "cms/core/gate.py",
        """            extra={"event": "gate.failed", "kind": kind, "pk": getattr(obj, "pk", None)},
        )
        return False""",
        """            extra={"event": "gate.failed", "kind": kind, "pk": getattr(obj, "pk", None)},
        )
        return True""",
        "tests/core/test_gate.py::test_a_gate_that_fails_stays_closed_and_is_logged_without_words",
    ),
    Control(
        "files: a public name does not lead into the private area",
        STORAGES,
        'if ".." in PurePosixPath(path).parts:',
        "if False:",
        DOOR + "test_a_name_that_leads_out_of_its_area_is_refused",
    ),
    Control(
        "files: a file goes when the deletion is committed, not before",
        STORAGES,
        "transaction.on_commit(lambda: storage.delete(inner), robust=True)",
        "storage.delete(inner)",
        TESTS + "test_upkeep.py::test_a_replaced_picture_keeps_its_file_when_saving_fails",
    ),
    Control(
        "files: the slower of two who make one picture takes its file back",
        IMAGES,
        "            made.file.delete(save=False)\n",
        "",
        TESTS + "test_upkeep.py::test_of_two_who_make_the_same_picture_at_once_one_file_is_kept",
    ),
    Control(
        "files: the slower of two who make several takes its files back",
        IMAGES,
        "                rendition.file.delete(save=False)\n",
        "",
        TESTS + "test_upkeep.py::test_of_two_who_make_several_at_once_one_file_of_each_is_kept",
    ),
    Control(
        "files: type and disposition are bound into the store's address",
        "cms/core/files/buckets.py",
        """            "ResponseContentDisposition": disposition,
""",
        "",
        TESTS + "test_store.py::test_the_door_leads_to_the_private_bucket_for_one_minute",
    ),
    Control(
        "files: what only a draft shows stays closed",
        "cms/pages/gates.py",
        "Page.objects.live()",
        "Page.objects.all()",
        "tests/pages/test_gates.py::test_a_draft_opens_nothing_and_a_page_taken_down_closes_again",
    ),
]
