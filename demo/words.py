"""What the demo course says. Blocks are written as the editor stores them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from demo.questions import QUIZ

Block = tuple[str, Any]


@dataclass
class Material:
    """The ids of what lessons show and point at."""

    images: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    video: int = 0
    audio: int = 0
    lessons: dict[str, int] = field(default_factory=dict)

    def link(self, lesson: str, words: str) -> str:
        """Return a link to a lesson of the course."""
        return f'<a linktype="page" id="{self.lessons[lesson]}">{words}</a>'


@dataclass(frozen=True)
class Lesson:
    """One lesson; `code` names it within these files."""

    code: str
    title: str
    summary: str
    minutes: int
    blocks: Callable[[Material], list[Block]]
    is_free: bool = False


@dataclass(frozen=True)
class Chapter:
    """A chapter with its lessons."""

    title: str
    summary: str
    lessons: tuple[Lesson, ...]


TITLE = "Reading a River"
PROMISE = (
    "Walk up to a small stream with string, a stick and an orange, and walk home knowing how many"
    " litres a second it carries."
)
ABOUT = (
    "<p>Most streams have never been measured. Not because it is hard: a shallow one takes an"
    " afternoon, three things from a kitchen drawer and the patience to do the same thing ten"
    " times.</p><p>You choose a stretch, draw its bed, time an orange, and do a sum that fits on"
    " one line. Then comes the part that most instructions leave out: how far off you may be, and"
    " how to say so.</p><p>No stream near you? The readings of ours come with the lessons.</p>"
)
OUTCOMES = (
    "Choose a stretch of stream that can be measured, and say why the next one cannot",
    "Draw a cross-section with a string and a stick",
    "Turn ten float times into a flow, with the correction that is most often forgotten",
    "Say in one sentence how uncertain your number is",
)
REQUIREMENTS = (
    "Multiplying and dividing, with a calculator if you like",
    "For the field: boots, a second person, and a stream that stays below your knees",
)
FAQ = (
    (
        "Do I have to step into the water?",
        "No. Everything can be done from a low footbridge or from both banks, a little less"
        " exactly. Lesson 2 has the test that decides.",
    ),
    (
        "Why an orange?",
        "It floats with most of itself under water, so the wind hardly moves it. It is easy to see"
        " and no harm is done when it gets away.",
    ),
)
HEADLINE = "Field hydrologist; measures streams that nobody has measured before"
BIO = (
    "<p>I have walked up small streams with a notebook for half of my life. I like numbers that"
    " come with an honest “give or take”, and people who ask where they come from.</p>"
)


def _text(*paragraphs: str) -> Block:
    return "text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _heading(words: str) -> Block:
    return "heading", {"text": words, "level": "2"}


def _callout(kind: str, title: str, body: str) -> Block:
    return "callout", {"kind": kind, "title": title, "body": body}


def _telling(material: Material) -> list[Block]:
    choosing = material.link("choosing", "The next lesson")
    return [
        _callout(
            "objectives",
            "",
            "<ul><li>Tell apart fast water, much water and high water</li>"
            "<li>Say which three things a flow is made of</li></ul>",
        ),
        _text(
            "Stand on a bridge for a minute. What does the water tell you? That it is quick, or"
            " brown, or nearly at the path. None of that is how <b>much</b> there is. A thin quick"
            " stream may carry less than a wide lazy one.",
            "How much is a single number, the <b>flow</b>: the water that passes one line in one"
            " second. It needs three things. How wide, how deep, how fast.",
        ),
        _heading("Three measures, one number"),
        (
            "image",
            {
                "image": material.images["cross-section"],
                "decorative": False,
                "alt_text": "A stream cut across, with a string from bank to bank and seven sticks"
                " that hang from it down to the bed. The middle one is the longest.",
                "caption": "Width along the string, depth down each stick. Speed is still to come.",
                "credit": "Drawn for this course",
            },
        ),
        _text(
            "Width and depth give an area, as if the stream were cut with a knife. Speed says how"
            " far the water behind the cut moves in a second. Area times speed is a volume each"
            " second, and that is the flow.",
        ),
        ("divider", None),
        _text(f"Not every place can be cut so neatly. {choosing} is about finding one that can."),
    ]


PILLARS = (
    {
        "kind": "hint",
        "title": "A straight stretch just below a bridge with two pillars",
        "body": "<p>What does the water do behind a pillar?</p>",
    },
    {
        "kind": "solution",
        "title": "",
        "body": "<p>Walk on. Behind each pillar the water turns back, so that a float in the middle"
        " tells nothing about the sides.</p>",
    },
)


def _choosing(material: Material) -> list[Block]:
    return [
        _text(
            "The best tool is a good place. An hour of walking saves a week of wondering, for a"
            " bad stretch cannot be mended by careful timing.",
        ),
        (
            "columns",
            {
                "first": [
                    {
                        "type": "text",
                        "value": "<p><b>Take it:</b> ten steps of straight water, the same width"
                        " all along, a bed that you could describe in one word.</p>",
                    }
                ],
                "second": [
                    {
                        "type": "text",
                        "value": "<p><b>Leave it:</b> a bend, a fallen branch, a pool with water"
                        " that turns back, or two arms of which you see one.</p>",
                    }
                ],
            },
        ),
        _callout(
            "warning",
            "Before anyone steps in",
            "<p>Hold a stick upright in the middle. If the water climbs it by more than a hand, or"
            " if the depth times the speed makes you think, stay on the bank. Nobody measures"
            " alone, and nobody measures after heavy rain.</p>",
        ),
        _heading("Would you measure here?"),
        ("accordion", {"parts": list(PILLARS)}),
    ]


def _bed(material: Material) -> list[Block]:
    return [
        _text(
            "Tie the string from bank to bank, level, and mark it every half metre. At each mark"
            " let the stick down until it touches the bed. Read where the water wets it.",
            "Write the numbers down at once, in the water. Memory rounds.",
        ),
        (
            "table",
            {
                "table": {
                    "caption": "Depths of our beck under the string",
                    "columns": [
                        {"type": "text", "heading": "From the left bank"},
                        {"type": "number", "heading": "Depth, m"},
                    ],
                    "rows": [
                        {"values": [f"{0.5 * place} m", depth]}
                        for place, depth in enumerate(
                            ("0", "0.12", "0.19", "0.26", "0.23", "0.11", "0")
                        )
                    ],
                },
                "row_headings": True,
            },
        ),
        _text(
            "Each depth stands for half a metre of width. Added up they are 0.91 m; times half a"
            " metre, the cross-section is 0.455 m². That is all the geometry there is.",
        ),
        (
            "downloads",
            {
                "title": "To take along",
                "documents": [material.documents["field-sheet"], material.documents["readings"]],
            },
        ),
    ]


def _floats(material: Material) -> list[Block]:
    bed = material.link("bed", "your cross-section")
    return [
        _text(
            f"Stretch a second string ten metres below {bed}. Throw the orange in well above the"
            " first one, start the watch as it passes under, stop it at the second. Then do it"
            " nine more times.",
        ),
        (
            "video",
            {
                "video": material.video,
                "address": "",
                "title": "One run, seen from above: time it yourself",
            },
        ),
        _callout(
            "tip",
            "One calls, one writes",
            "<p>Whoever looks at the orange must not look at the watch. Two people are not a"
            " luxury.</p>",
        ),
        (
            "audio",
            {"audio": material.audio, "title": "What stones sound like"},
        ),
        _text(
            "Listen before you look. A stream that chatters runs over stones, and stones slow the"
            " water near the bed. You will need that in the next lesson.",
        ),
        (
            "quotation",
            {
                "text": "Write down the run that went wrong as well. It is the one you will want"
                " to explain.",
                "attribution": "From the field book of the instructor",
                "source_url": "",
            },
        ),
    ]


FLOW = '''from statistics import median

REACH_M = 10.0
BED = {"smooth": 0.85, "gravel": 0.80, "stones": 0.70}


def litres_per_second(times_s, area_m2, bed):
    """Return the flow: surface speed, held back by the bed, through the cross-section."""
    surface = REACH_M / median(times_s)
    return surface * BED[bed] * area_m2 * 1000


ours = [15.8, 16.2, 31.0, 16.4, 15.5, 17.1, 16.0, 16.9, 15.9, 16.3]
print(round(litres_per_second(ours, 0.455, "gravel")))
'''


def _flow(material: Material) -> list[Block]:
    return [
        _heading("The surface flatters"),
        _text(
            "Water at the top moves faster than water that rubs along the bed. The orange rides"
            " at the top. Its speed, taken for all of the stream, would promise more water than"
            " there is.",
            "So hold it back. Over a smooth bed take 0.85 of it, over gravel 0.80, and where"
            " stones stand in the water 0.70. Write down which one you took.",
        ),
        _heading("The middle, not the mean"),
        _text(
            "One of our ten runs took 31 seconds: the orange kissed the bank. In a mean it would"
            " cost us a tenth of the stream. The <b>median</b>, the middle of the ordered times,"
            " does not notice it.",
        ),
        (
            "code",
            {
                "code": FLOW,
                "language": "python",
                "file_name": "flow.py",
                "highlighted_lines": "9-10",
            },
        ),
        _text("It prints 224. Two hundred and twenty-four litres, every second, day and night."),
        _callout(
            "key_points",
            "",
            "<ul><li>Flow is area times speed</li><li>The surface is too fast: hold it back</li>"
            "<li>Ten runs, and the middle one counts</li></ul>",
        ),
    ]


def _wrong(material: Material) -> list[Block]:
    return [
        _text(
            "Your number is wrong. Every measured number is; the question is by how much. Do not"
            " guess: ask each of the three measures in turn.",
            "Half a hand in depth, one step in length, a second on the watch. Change one of them,"
            " do the sum again, and see how far the result moves. For a stream like ours it is"
            " about a seventh of the whole, mostly because of the bed.",
        ),
        _callout(
            "note",
            "How to say it",
            "<p>“About 220 litres a second, give or take 30, on 3 May at noon, by floats.” That is"
            " a sentence somebody can use. “224.03” is not.</p>",
        ),
        (
            "document",
            {
                "document": material.documents["field-sheet"],
                "caption": "The sheet has a line for each remark. Fill it in before you go home.",
            },
        ),
        _text(
            f"If two results disagree, go back to {material.link('choosing', 'the stretch')}"
            " before you blame the watch."
        ),
    ]


def _check(material: Material) -> list[Block]:
    return [
        _text(
            "Nine questions, no trick among them. Have a pencil ready for the fourth, and take"
            " your time with the last: a person reads it.",
        ),
        ("quiz", QUIZ),
    ]


CHAPTERS = (
    Chapter(
        "Before you step in",
        "What is measured, and where it can be.",
        (
            Lesson(
                "telling",
                "What a stream is telling you",
                "Fast, high and much are three different things.",
                12,
                _telling,
                is_free=True,
            ),
            Lesson(
                "choosing",
                "Choosing a stretch",
                "An hour of walking saves a week of wondering.",
                18,
                _choosing,
                is_free=True,
            ),
        ),
    ),
    Chapter(
        "An afternoon in the water",
        "String, stick, orange: the three measures and the sum.",
        (
            Lesson("bed", "The shape of the bed", "A string, a stick, seven depths.", 35, _bed),
            Lesson("floats", "Ten oranges", "How fast the surface moves.", 25, _floats),
            Lesson("flow", "From times to a flow", "The sum, and what it forgets.", 40, _flow),
        ),
    ),
    Chapter(
        "A number you can stand behind",
        "How wrong it may be, and how to say so.",
        (
            Lesson("wrong", "How wrong am I?", "Every measure asked in turn.", 25, _wrong),
            Lesson("check", "Check yourself", "Nine questions on all of it.", 20, _check),
        ),
    ),
)
