from tests.controlled import Control

CONTROLS = [
    Control(
        "drafts: what is published while a draft is saved is checked",
        "cms/core/drafts.py",
        "        return (_lenient(self.block) if is_draft else self.block).clean(value)",
        "        return self.block.clean_deferred(value) if is_draft else self.block.clean(value)",
        "tests/core/test_drafts.py::test_what_is_published_while_a_draft_is_saved_is_checked",
    ),
    Control(
        "drafts: an autosave that a save overtook takes no newer word away",
        "cms/core/overtaking.py",
        "            if is_overtaken and view.expects_json_response:",
        "            if False:",
        "tests/core/test_overtaking.py::test_an_autosave_that_a_save_overtakes_is_refused",
    ),
    Control(
        "drafts: of two autosaves at once one waits and is refused",
        "cms/core/overtaking.py",
        "Page.objects.select_for_update(no_key=True).filter(pk=pk)",
        "Page.objects.filter(pk=pk)",
        "tests/core/test_overtaking.py::test_of_two_autosaves_that_write_at_once_one_is_refused",
    ),
]
