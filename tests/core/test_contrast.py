"""Contrast of every pair of tokens that stand on each other, measured in both schemes."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TOKENS_CSS = (CSS / "tokens.css").read_text()
TEXT, LARGE_OR_SIGN = 4.5, 3.0
TINTS = ("moss", "lake", "clay", "plum", "rose", "reed")
STATES = ("success", "warning", "danger", "info")


def tokens(scheme: int) -> dict[str, str]:
    """Return the colour of each token: in the light scheme (0) or in the dark (1)."""
    found = {}
    for name, value in re.findall(r"--([\w-]+): ([^;]+);", TOKENS_CSS):
        if pair := re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value):
            found[name] = pair[scheme + 1]
        elif re.fullmatch(r"#\w+", value):
            found[name] = value
    return found


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


# What stands on what, and how far apart they must be. A new pair is written down here first.
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ink in ("ink", "ink-2", "ink-3")
        for ground in ("paper", "surface", "sunken")
    ],
    *[("edge", ground, LARGE_OR_SIGN) for ground in ("paper", "surface", "sunken")],
    *[("action", ground, TEXT) for ground in ("paper", "surface", "sunken", "action-soft")],
    ("action-strong", "paper", TEXT),
    ("on-action", "action", TEXT),
    ("on-action", "action-strong", TEXT),
    ("ink", "action-soft", TEXT),
    ("on-yellow", "yellow", TEXT),
    ("ink", "yellow-soft", TEXT),
    ("ink-2", "yellow-soft", TEXT),
    # The colours of code, on its ground and on a highlighted line.
    *[
        (ink, ground, TEXT)
        for ink in ("action", "clay-ink", "plum-ink", "lake-ink", "moss-ink", "success", "danger")
        for ground in ("sunken", "yellow-soft")
    ],
    ("ink-3", "yellow-soft", TEXT),
    ("on-band", "band", TEXT),
    ("on-night", "night", TEXT),
    ("night-edge", "night", LARGE_OR_SIGN),
    ("night-link", "night", TEXT),
    ("night-yellow", "night", TEXT),
    ("on-night", "night-raised", TEXT),
    *[(ink, "film", TEXT) for ink in ("on-night", "night-link", "night-yellow")],
    ("on-yellow", "night-yellow", TEXT),
    ("on-night", "green", TEXT),
    ("yellow", "green", TEXT),
    *[(state, "paper", TEXT) for state in STATES],
    *[(state, "surface", TEXT) for state in STATES],
    *[(state, f"{state}-soft", TEXT) for state in STATES],
    *[("ink", f"{state}-soft", TEXT) for state in STATES],
    ("on-danger", "danger", TEXT),
    ("on-danger", "danger-strong", TEXT),
    *[(f"{tint}-ink", tint, TEXT) for tint in TINTS],
    *[(ink, tint, TEXT) for tint in TINTS for ink in ("ink", "ink-2")],
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_a_pair_can_be_read(ink, ground, least, scheme):
    colours = tokens(scheme)
    assert contrast(colours[ink], colours[ground]) >= least


@pytest.mark.parametrize(
    ("ink", "ground", "light", "dark"),
    [
        ("ink", "paper", 14.92, 15.74),
        ("ink-3", "sunken", 5.12, 7.81),
        ("edge", "sunken", 3.56, 5.01),
        ("on-action", "action", 8.14, 9.28),
        ("danger", "danger-soft", 6.32, 8.05),
        ("moss-ink", "moss", 7.43, 8.76),
        ("on-night", "green", 8.98, 12.76),
    ],
)
def test_the_measure_agrees_with_what_was_measured_when_the_colours_were_chosen(
    ink, ground, light, dark
):
    measured = [contrast(tokens(n)[ink], tokens(n)[ground]) for n in (0, 1)]
    assert [round(value, 2) for value in measured] == [light, dark]


def test_every_colour_of_text_and_ground_is_in_a_pair():
    """What is only drawn (a bird, reeds, a hairline, a veil over the page) needs none."""
    drawn = r"line|wing|night-(wing|hair)|scrim|veil|bird-\w+|reed-(far|mid|near)|water|stone|scene"
    used = {name for ink, ground, _ in PAIRS for name in (ink, ground)}
    known = {name for name in tokens(0) if not re.fullmatch(drawn, name)}
    assert known - used == set()


def test_no_stylesheet_but_the_tokens_names_a_colour():
    """A literal colour has no twin for the other scheme and is measured by nobody."""
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|oklch)a?\(")
    allowed = {"#0000", "#000"}  # nothing at all, and the ink of a mask
    found = {}
    for path in CSS.rglob("*.css"):
        if path.name in {"tokens.css", "print.css", "admin.css"}:
            continue
        source = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text(), flags=re.DOTALL)
        if hits := {m[0] for m in literal.finditer(source)} - allowed:
            found[path.name] = hits
    assert found == {}
