"""Drawings for courses without a picture: one motif of its category's field, in its four tones.

Half discs, discs, bars and lines, no words, and exactly one yellow shape. 640 by 400.
"""

import math
import random
from collections.abc import Callable

from courses.outline.enums import Tint

WIDTH, HEIGHT = 640, 400
YELLOW = "#ffd21f"
WHITE = "#fbfbf6"
DEFAULT_TINT = Tint.REED.value

Palette = tuple[str, str, str, str]
# From pale to deep.
PALETTES: dict[str, Palette] = {
    Tint.MOSS.value: ("#d3e3b4", "#94b25f", "#4c6a25", "#22330e"),
    Tint.LAKE.value: ("#c3e2ef", "#66a9c4", "#1c6283", "#0d2f42"),
    Tint.CLAY.value: ("#f6d2b8", "#dc905f", "#96481b", "#46200b"),
    Tint.PLUM.value: ("#e9d0e8", "#b681b7", "#6f3472", "#33143a"),
    Tint.ROSE.value: ("#f8d0d2", "#dd8490", "#93324a", "#451220"),
    Tint.REED.value: ("#c8e5da", "#72b8a1", "#1f6a57", "#0b322a"),
}
Motif = Callable[[random.Random, Palette], str]


def draw(seed: str, tint: str) -> str:
    """Return the drawing that `seed` stands for, in the colours of `tint`, as SVG."""
    palette = PALETTES.get(tint, PALETTES[DEFAULT_TINT])
    # Not for secrets: the same seed has to give the same drawing.
    chance = random.Random(seed)  # noqa: S311
    motif = chance.choice(MOTIFS.get(tint, MOTIFS[DEFAULT_TINT]))
    drawn = _bar(0, 0, WIDTH, HEIGHT, palette[0]) + motif(chance, palette)
    if chance.choice((True, False)):
        drawn = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{drawn}</g>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{drawn}</svg>\n'
    )


def _bar(x: float, y: float, width: float, height: float, fill: str, round_by: int = 0) -> str:
    corner = f' rx="{round_by}"' if round_by else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"{corner}/>'
    )


def _disc(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"/>'


def _shape(path: str, fill: str) -> str:
    return f'<path d="{path}" fill="{fill}"/>'


def _line(path: str, colour: str, width: float, more: str = "") -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{more}/>'


def river(chance: random.Random, palette: Palette) -> str:
    """A stream between banks, and something afloat on it."""
    _pale, light, mid, _deep = palette
    bend, dip = chance.randint(40, 130), chance.randint(240, 350)
    top = chance.randint(-10, 40)

    def course(shift: float = 0) -> str:
        return (
            f"M-80 {350 + top + shift:g}C150 {360 + shift:g} 120 {bend + shift:g}"
            f" 310 {bend + 10 + shift:g}S430 {dip + shift:g} 740 {dip - 80 + shift:g}"
        )

    ground = _bar(0, 0, WIDTH, HEIGHT, mid)
    bands = ((light, 290), (palette[0], 205), (WHITE, 120), ("#66a9c4", 92))
    water = "".join(_line(course(), colour, width) for colour, width in bands)
    ripples = "".join(
        _line(course(shift), WHITE, 3, f' stroke-dasharray="{60 + k * 17} {90 + k * 23}"')
        for k, shift in enumerate((-22, 0, 22))
    )
    return ground + water + ripples + _disc(310, bend + 10, 24, YELLOW)


def hills(chance: random.Random, palette: Palette) -> str:
    """Ridges, one behind the other, and the sun."""
    sun = _disc(chance.randint(120, 520), chance.randint(90, 150), chance.randint(46, 74), YELLOW)
    ridges = ""
    for row, colour in enumerate(palette[1:]):
        level = 210 + row * 62
        points = " ".join(
            f"{x} {level + chance.randint(-46, 46)}" for x in range(0, WIDTH + 1, 160)
        )
        ridges += _shape(f"M0 {HEIGHT}L{points}V{HEIGHT}Z", colour)
    return sun + ridges


def orbits(chance: random.Random, palette: Palette) -> str:
    """Trails of stars about a pole."""
    pale, light, mid, deep = palette
    x, y = chance.randint(200, 440), chance.randint(140, 240)
    ours = chance.randint(3, 6)
    trails = ""
    for ring in range(17):
        radius = 28 + ring * 26
        start, length = chance.uniform(0, 2 * math.pi), chance.uniform(1.1, 2.4)
        ends = [
            (x + radius * math.cos(angle), y + radius * math.sin(angle))
            for angle in (start, start + length)
        ]
        colour = YELLOW if ring == ours else (pale, light, WHITE, mid)[ring % 4]
        trails += _line(
            f"M{ends[0][0]:.0f} {ends[0][1]:.0f}A{radius} {radius} 0 0 1"
            f" {ends[1][0]:.0f} {ends[1][1]:.0f}",
            colour,
            9 if ring == ours else 5,
            ' stroke-linecap="round"',
        )
    return _bar(0, 0, WIDTH, HEIGHT, deep) + trails + _disc(x, y, 6, WHITE)


def sheet(chance: random.Random, palette: Palette) -> str:
    """A table of cells with a way through it."""
    pale, light, mid, _deep = palette
    ground = _bar(0, 0, WIDTH, HEIGHT, light)
    row, way = chance.randint(1, 4), set()
    for column in range(8):
        way.add((column, row))
        row = min(5, max(0, row + chance.choice((-1, 0, 1))))
        way.add((column, row))
    ours = (chance.randint(8, 9), chance.randint(0, 5))
    cells = ""
    for column in range(10):
        for line in range(6):
            colour = chance.choice((WHITE, WHITE, pale, WHITE, light))
            if (column, line) in way:
                colour = mid
            if (column, line) == ours:
                colour = YELLOW
            cells += _bar(10 + column * 63, 10 + line * 65, 55, 57, colour, 5)
    return ground + cells


def joins(chance: random.Random, palette: Palette) -> str:
    """Two sets and what they share."""
    _pale, light, mid, deep = palette
    radius, apart = 150, chance.randint(130, 190)
    left, right, y = 320 - apart / 2, 320 + apart / 2, 200
    half = math.sqrt(radius**2 - (apart / 2) ** 2)
    lines = "".join(
        _bar(0, top, WIDTH, 2, mid) for top in range(chance.randint(10, 34), HEIGHT, 34)
    )
    lens = (
        f"M320 {y - half:.1f}A{radius} {radius} 0 0 1 320 {y + half:.1f}"
        f"A{radius} {radius} 0 0 1 320 {y - half:.1f}Z"
    )
    return (
        _bar(0, 0, WIDTH, HEIGHT, deep)
        + lines
        + _disc(left, y, radius, mid)
        + _disc(right, y, radius, light)
        + _shape(lens, YELLOW)
    )


def loaves(chance: random.Random, palette: Palette) -> str:
    """Rows of half discs, each scored three times."""
    _pale, light, mid, deep = palette
    rows = chance.choice((2, 3))
    height = HEIGHT / rows
    radius = round(height * 0.49)
    across = round(radius * 2.3)
    columns = WIDTH // across + 2
    ours = (chance.randint(1, columns - 3), chance.randint(0, rows - 1))
    turn = chance.randint(0, 2)
    drawn = ""
    for row in range(rows):
        for column in range(columns):
            x = -20 + column * across - (row % 2) * across / 2
            y = (row + 1) * height - 6
            colour = (mid, light, deep)[(column + row + turn) % 3]
            if (column, row) == ours:
                colour = YELLOW
            drawn += _shape(f"M{x:g} {y:g}a{radius} {radius} 0 0 1 {2 * radius} 0z", colour)
            drawn += "".join(
                _line(
                    f"M{x + radius * (0.55 + k * 0.4):g} {y - radius * 0.22:g}l14 -26",
                    WHITE,
                    5,
                    ' stroke-linecap="round"',
                )
                for k in range(3)
            )
    return drawn


def boards(chance: random.Random, palette: Palette) -> str:
    """Two boards that meet in tails and pins."""
    pale, light, mid, deep = palette
    tails, ours = 4, chance.randint(1, 2)
    edge, depth = chance.randint(290, 350), chance.randint(80, 110)
    grain = "".join(
        _line(f"M0 {y}C90 {y - 14} 180 {y + 16} {edge} {y}", mid, 3, ' opacity=".5"')
        for y in range(14, HEIGHT, 26)
    )
    drawn = _bar(0, 0, WIDTH, HEIGHT, light) + grain + _bar(edge, 0, WIDTH - edge, HEIGHT, deep)
    step = HEIGHT / tails
    for tail in range(tails):
        y = tail * step
        far, top, bottom = edge + depth, y + 8, y + step - 8
        path = f"M{edge} {top + 18:g}L{far} {top:g}V{bottom:g}L{edge} {bottom - 18:g}Z"
        drawn += _shape(path, YELLOW if tail == ours else (pale, light)[tail % 2])
    return drawn


def cloth(chance: random.Random, palette: Palette) -> str:
    """A printed cloth: a border of diamonds round almonds."""
    pale, light, mid, deep = palette
    drawn = _bar(0, 0, WIDTH, HEIGHT, mid) + _bar(44, 44, 552, 312, pale)
    for k in range(16):
        for y in (22, 378):
            drawn += _shape(f"M{20 + k * 40} {y - 15}l13 15-13 15-13-15z", (light, pale)[k % 2])
    ours, first = chance.randint(1, 3), chance.randint(0, 1)
    for k in range(5):
        x = 128 + k * 96
        outer = (deep, mid)[(k + first) % 2]
        drawn += _shape(f"M{x} 114c58 30 58 126 0 172c-58-46-58-142 0-172z", outer)
        inner = YELLOW if k == ours else light
        drawn += _shape(f"M{x} 152c30 20 30 74 0 102c-30-28-30-82 0-102z", inner)
    return drawn


def page(chance: random.Random, palette: Palette) -> str:
    """Lines of words, of which one is the right one."""
    pale, light, mid, _deep = palette
    drawn, ours = _bar(0, 0, WIDTH, HEIGHT, mid), chance.randint(1, 5)
    for row in range(6):
        x, words = 70, chance.randint(2, 4)
        for word in range(words):
            width = chance.randint(50, 150)
            is_ours = row == ours and word == 0
            colour = YELLOW if is_ours else (pale, light)[(row + word) % 2]
            drawn += _bar(x, 46 + row * 54, width, 26, colour, 4)
            x += width + 18
    return drawn


def song(chance: random.Random, palette: Palette) -> str:
    """A recording as it looks."""
    _pale, light, mid, deep = palette
    pace, swell, ours = chance.uniform(0.5, 0.8), chance.uniform(0.18, 0.3), chance.randint(3, 15)
    drawn = ""
    for k in range(19):
        height = 60 + abs(math.sin(k * pace) * math.cos(k * swell)) * 260
        colour = YELLOW if k == ours else (deep, mid, light)[k % 3]
        drawn += _bar(22 + k * 32, round(200 - height / 2), 20, round(height), colour, 10)
    return drawn


def lenses(chance: random.Random, palette: Palette) -> str:
    """Discs behind one another, as in a lens."""
    _pale, light, mid, deep = palette
    x, y = chance.randint(170, 470), chance.randint(130, 270)
    tones = chance.choice(((deep, mid, light, palette[0]), (light, deep, mid, palette[0])))
    step = chance.randint(52, 72)
    drawn = _bar(0, 0, WIDTH, HEIGHT, mid)
    for ring, colour in enumerate(tones):
        drawn += _disc(x, y, 92 + step * (3 - ring), colour)
    size = chance.randint(40, 54)
    arc = round(size * math.sqrt(2))
    return drawn + _shape(
        f"M{x - size} {y + size}A{arc} {arc} 0 0 1 {x + size} {y - size}Z", YELLOW
    )


def ledger(chance: random.Random, palette: Palette) -> str:
    """What came in, and what went out."""
    _pale, light, mid, deep = palette
    ours = chance.randint(2, 6)
    drawn = _bar(318, 0, 4, HEIGHT, deep)
    for row in range(9):
        left, right, y = chance.randint(60, 260), chance.randint(60, 260), 24 + row * 41
        drawn += _bar(300 - left, y, left, 24, mid if row % 3 else deep, 3)
        drawn += _bar(340, y, right, 24, YELLOW if row == ours else light, 3)
    return drawn


def stairs(chance: random.Random, palette: Palette) -> str:
    """Columns that rise and fall, and a disc on one of them."""
    _pale, light, mid, deep = palette
    columns, height, ours = 8, 90, chance.randint(2, 6)
    drawn = ""
    for k in range(columns):
        height = min(300, max(70, height + chance.randint(-30, 66)))
        drawn += _bar(k * 80, HEIGHT - height, 80, height, (light, mid, deep)[k % 3])
        if k == ours:
            drawn += _disc(k * 80 + 40, HEIGHT - height - 30, 30, YELLOW)
    return drawn


MOTIFS: dict[str, tuple[Motif, ...]] = {
    Tint.MOSS.value: (river, hills, orbits),
    Tint.LAKE.value: (sheet, joins, orbits),
    Tint.CLAY.value: (loaves, boards),
    Tint.PLUM.value: (cloth, page),
    Tint.ROSE.value: (song, lenses),
    Tint.REED.value: (ledger, stairs),
}
