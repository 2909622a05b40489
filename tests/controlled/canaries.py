"""Guards that the walk over all addresses is the first to miss."""

from tests.controlled import Control

WALK = "tests/canaries/test_walk.py::test_nobody_meets_what_is_not_for_them"

CONTROLS = [
    Control(
        "canaries: a locked lesson is refused before it is read",
        "courses/pages/serving.py",
        "    if not place.lesson.access.allowed:\n        return render_locked(",
        "    if False:\n        return render_locked(",
        f"{WALK}[learner]",
    ),
    Control(
        "canaries: a file is asked for at its gate",
        "cms/core/files/views.py",
        "if owner is None or not (by_pass or may_open(request.user, owner.kind, owner.obj)):",
        "if owner is None:",
        f"{WALK}[guest]",
    ),
    Control(
        "canaries: a walk shows a guest no locked lesson",
        "courses/pages/walk/views.py",
        "    if not access.allowed:\n",
        "    if False:\n",
        f"{WALK}[holder of a link, as a guest]",
    ),
    Control(
        "canaries: a quiz is shown without its keys",
        "courses/questions/blocks/keyless.py",
        'render_to_string(template, {"shown": shown})',
        'render_to_string(template, {"shown": shown}) + str(self.get_prep_value(value))',
        f"{WALK}[guest]",
    ),
]
