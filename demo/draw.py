"""`python -m demo.draw`: draws the files of the demo course anew, into demo/files.

What it draws is kept with the code, so that a first start needs neither time nor ffmpeg.
"""

import csv
import math
import subprocess
from pathlib import Path

from PIL import Image, ImageDraw

FILES = Path(__file__).resolve().parent / "files"
SCALE = 2  # drawn larger and then reduced: smooth edges
SKY, HILL, FAR_HILL = "#f3efe3", "#58785a", "#93aa8c"
WATER, DEEP, BANK = "#6d9db3", "#3f7389", "#a58a63"
ORANGE, STICK = "#e07a1f", "#2c3430"

Point = tuple[float, float]


def wave(width: int, height: float, swing: float, turns: float, start: float) -> list[Point]:
    """Return a line across the picture that rises and falls."""
    steps = range(0, width + 1, 8)
    return [(x, height + swing * math.sin(start + turns * math.tau * x / width)) for x in steps]


def stretch(share: float) -> tuple[float, float, float]:
    """Return where the stream's middle is, how far down, and half its width."""
    middle = 860 + 190 * math.sin(share * 5.2) * share
    return middle, 462 + 538 * share, 3 + 340 * share**1.6


def draw_cover() -> None:
    """Hills, a stream that comes towards us, and an orange on it."""
    width, height = 1600 * SCALE, 1000 * SCALE
    picture = Image.new("RGB", (width, height), SKY)
    pen = ImageDraw.Draw(picture)
    corners: list[Point] = [(width, height), (0, height)]
    pen.polygon([*wave(width, 380 * SCALE, 60 * SCALE, 1.2, 0.4), *corners], fill=FAR_HILL)
    pen.polygon([*wave(width, 520 * SCALE, 70 * SCALE, 0.9, 2.2), *corners], fill=HILL)
    pen.ellipse([1180 * SCALE, 130 * SCALE, 1300 * SCALE, 250 * SCALE], fill="#f6d9a0")
    stretches = [stretch(step / 100) for step in range(101)]
    left: list[Point] = [((middle - half) * SCALE, y * SCALE) for middle, y, half in stretches]
    right: list[Point] = [((middle + half) * SCALE, y * SCALE) for middle, y, half in stretches]
    pen.polygon([*left, *reversed(right)], fill=WATER)
    for share, aside in ((0.3, 0.1), (0.45, -0.3), (0.62, 0.25), (0.8, -0.1), (0.93, 0.3)):
        middle, y, half = stretch(share)
        x, length = middle + aside * half, half * 0.28
        box = [(x - length) * SCALE, y * SCALE, (x + length) * SCALE, (y + 7) * SCALE]
        pen.rounded_rectangle(box, radius=3 * SCALE, fill=DEEP)
    pen.ellipse([900 * SCALE, 700 * SCALE, 960 * SCALE, 760 * SCALE], fill=ORANGE)
    picture.resize((1600, 1000)).quantize(64).save(FILES / "cover.png", optimize=True)


def draw_cross_section() -> None:
    """The bed below a taut string, measured with a stick at seven places."""
    width, height = 1200 * SCALE, 675 * SCALE
    picture = Image.new("RGB", (width, height), SKY)
    pen = ImageDraw.Draw(picture)
    places = [200, 330, 470, 600, 730, 860, 1000]
    depths = [0, 120, 190, 260, 230, 110, 0]
    bed: list[Point] = [
        ((x) * SCALE, (270 + depth) * SCALE) for x, depth in zip(places, depths, strict=True)
    ]
    ground: list[Point] = [(0, 230 * SCALE), (150 * SCALE, 235 * SCALE), *bed]
    ground += [(1050 * SCALE, 235 * SCALE), (width, 230 * SCALE), (width, height), (0, height)]
    pen.polygon(ground, fill=BANK)
    pen.polygon(bed, fill=WATER)
    pen.line([(60 * SCALE, 170 * SCALE), (1140 * SCALE, 170 * SCALE)], STICK, 5 * SCALE)
    for x, depth in zip(places, depths, strict=True):
        line = [(x * SCALE, 150 * SCALE), (x * SCALE, (270 + depth) * SCALE)]
        pen.line(line, fill=DEEP if depth else STICK, width=6 * SCALE)
    picture.resize((1200, 675)).quantize(32).save(FILES / "cross-section.png", optimize=True)


def draw_float() -> None:
    """Eight seconds in which an orange drifts from one string to the other."""
    strings = (
        "drawbox=x=80:y=0:w=4:h=ih:c=0x2c3430:t=fill,drawbox=x=556:y=0:w=4:h=ih:c=0x2c3430:t=fill"
    )
    banks = f"drawbox=y=0:w=iw:h=70:c={BANK}:t=fill,drawbox=y=290:w=iw:h=70:c={BANK}:t=fill"
    disc = "if(lte(hypot(X-16,Y-16),15),255,0)"
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y"),
            *("-f", "lavfi", "-i", f"color={WATER}:s=640x360:r=25:d=8"),
            *("-f", "lavfi", "-i", f"color={ORANGE}:s=32x32:r=25:d=8"),
            "-filter_complex",
            f"[1]format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='{disc}'[orange];"
            f"[0]{banks},{strings}[water];"
            "[water][orange]overlay=x='20+72*t':y='164+14*sin(t*2)':shortest=1",
            *("-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "30", "-preset", "veryslow"),
            *("-movflags", "+faststart", str(FILES / "drifting-float.mp4")),
        ],
        check=True,
    )


def draw_sound() -> None:
    """Ten seconds of a beck over stones, made of noise."""
    noise = "anoisesrc=d=10:c=brown:a=0.5:s=7:r=22050"
    stones = (
        "highpass=f=180,lowpass=f=2600,tremolo=f=2.3:d=0.35,afade=t=in:d=1,afade=t=out:st=9:d=1"
    )
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", noise, "-af", stones),
            *("-ac", "1", "-b:a", "40k", str(FILES / "beck.mp3")),
        ],
        check=True,
    )


SHEET = (
    "Field sheet for ten floats",
    "",
    "Stream and place: ______________________   Date and time: ______________",
    "Distance between the strings, m: ________   Bed: smooth / gravel / stones",
    "",
    "Float     Time, s     Remark (clean run, caught, another's wake)",
    *(
        f"{number:>5}     ________    ______________________________________"
        for number in range(1, 11)
    ),
    "",
    "Depths under the cross string, every 0.5 m, in m:",
    "____  ____  ____  ____  ____  ____  ____  ____  ____  ____",
)


def write_sheet() -> None:
    """A PDF of one page, with words that can be read aloud and searched."""
    lines = "".join(f"({line.replace('(', '[').replace(')', ']')}) Tj T*\n" for line in SHEET)
    text = f"BT /F1 11 Tf 22 TL 56 780 Td\n{lines}ET".encode("ascii")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en)"
        b" /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        b"<< /Title (Field sheet for ten floats) >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(parts) + 1)
    (FILES / "field-sheet.pdf").write_bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def write_readings() -> None:
    """What one afternoon at a beck gave."""
    times = (15.8, 16.2, 31.0, 16.4, 15.5, 17.1, 16.0, 16.9, 15.9, 16.3)
    with (FILES / "readings.csv").open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["float", "seconds"])
        rows.writerows(enumerate(times, 1))


if __name__ == "__main__":
    for draw in (
        draw_cover,
        draw_cross_section,
        draw_float,
        draw_sound,
        write_sheet,
        write_readings,
    ):
        draw()
