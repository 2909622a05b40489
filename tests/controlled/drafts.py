from tests.controlled import Control

CONTROLS = [
    Control(
        "drafts: what is published while a draft is saved is checked",
        "cms/core/drafts.py",
        "        return (_lenient(self.block) if is_draft else self.block).clean(value)",
        "        return self.block.clean_deferred(value) if is_draft else self.block.clean(value)",
        "tests/core/test_drafts.py::test_what_is_published_while_a_draft_is_saved_is_checked",
    ),
]
