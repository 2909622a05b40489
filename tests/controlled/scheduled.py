from tests.controlled import Control

CONTROLS = [
    Control(
        "scheduled: what is unscheduled while the clock looks does not go live",
        "cms/core/services/scheduled.py",
        'due.select_for_update(of=("self",)).first()',
        "due.first()",
        "tests/core/test_scheduled.py::test_what_is_unscheduled_meanwhile_does_not_go_live",
    ),
]
