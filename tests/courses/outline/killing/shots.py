"""When and where the site is hit while something is published."""

from dataclasses import dataclass, replace
from typing import Any

# How often each form writes, about: a kill falls at any of them.
WRITES = {
    "release_now": 30,
    "submit": 12,
    "approve": 30,
    "schedule": 25,
    "correct": 20,
    "roll_back": 30,
    "translate": 24,
    "unpublish": 25,
    "close": 3,
}
RELEASES = "courses.pages.tasks.put_due_releases_live"
MEND = "courses.outline.tasks.mend"
# What a moment needs, beside the writes, of which each is one.
COUNTS = {"committing": 1, "committed": 1, "asked": 1, "arrived": 1, "answering": 1}
LONGEST_SECONDS = 1.2


@dataclass(frozen=True)
class Shot:
    """One publish and its kill.

    `moment` is what the process comes to before it is killed: "write" number `count`, just before
    or behind the commit, before anything is read; or "half" of the form is sent, or so many
    `seconds` have passed, wherever it is then. `target` is one process of web or worker, or all.
    """

    kind: str
    moment: str
    target: str
    count: int = 1
    seconds: float = 0.0
    # Whether whoever mends what was lost dies too, in the middle of it; and the beat.
    with_mender: bool = False
    with_beat: bool = False

    def __str__(self) -> str:
        at = {"write": f"write {self.count}", "time": f"{self.seconds:.2f} s"}
        also = ", then the beat" if self.with_beat else ""
        also += ", then the mender" if self.with_mender else ""
        return f"{self.kind}: {at.get(self.moment, self.moment)}, {self.target}{also}"


KINDS = (
    "release_now",
    "submit",
    "approve",
    "schedule",
    "correct",
    "roll_back",
    "translate",
    "unpublish",
    "close",
)
MOMENTS = ("write", "write", "write", "committing", "committed", "time", "answering", "half")


def make_shot(
    kind: str,
    dice: Any,
    *,
    moment: str = "",
    target: str = "",
    with_mender: bool = False,
    heads: float = 0.25,
) -> Shot:
    """Return a shot at this kind; what is not given is drawn."""
    moment = moment or dice.choice(MOMENTS)
    if kind == "schedule" and moment in ("half", "answering", "time"):
        moment = "write"
    target = target or ("all" if dice.random() < heads else "one")
    return Shot(
        kind=kind,
        moment=moment,
        target=target,
        count=dice.randint(1, WRITES[kind]) if moment == "write" else COUNTS.get(moment, 1),
        seconds=dice.uniform(0, LONGEST_SECONDS),
        with_mender=with_mender,
    )


def few(dice: Any) -> list[Shot]:
    """Return ten shots: each kind, each moment that matters most, and one whole machine."""
    shots = [
        [make_shot("release_now", dice, moment="write", target="one")],
        [
            make_shot("submit", dice, heads=0),
            make_shot("approve", dice, moment="committed", target="all"),
        ],
        [make_shot("schedule", dice, moment="write", target="one")],
        [make_shot("translate", dice, moment="asked", target="one", with_mender=True)],
        [make_shot("unpublish", dice, moment="write", target="one")],
        *(
            [make_shot(kind, dice, heads=0)]
            for kind in ("correct", "roll_back", "translate", "close")
        ),
    ]
    return _in_some_order(shots, dice, beats=1)


def many(count: int, dice: Any) -> list[Shot]:
    """Return so many shots, each kind about as often as the others."""
    lost = 5
    shots = [
        [make_shot("translate", dice, moment="asked", with_mender=at % 2 == 0)]
        for at in range(lost)
    ]
    for at in range(count - lost):
        kind = KINDS[at % len(KINDS)]
        if kind == "approve":
            # What was submitted is decided next.
            shots[-1].append(make_shot(kind, dice))
        else:
            shots.append([make_shot(kind, dice)])
    return _in_some_order(shots, dice, beats=count // 10)


def _in_some_order(groups: list[list[Shot]], dice: Any, *, beats: int) -> list[Shot]:
    dice.shuffle(groups)
    shots = [shot for group in groups for shot in group]
    # Who mends needs the beat at once; elsewhere it starts again beside what follows.
    places = [at for at, shot in enumerate(shots) if not shot.with_mender]
    for at in dice.sample(places, beats):
        shots[at] = replace(shots[at], with_beat=True)
    return shots
