"""The quiz at the end of the demo course: one question of each type."""

from typing import Any


def _option(text: str, feedback: str = "", *, right: bool = False) -> dict[str, Any]:
    return {"text": text, "is_right": right, "feedback": feedback}


QUIZ: dict[str, Any] = {
    "title": "Would you put your name to it?",
    "pass_mark_percent": 70,
    "attempts": 3,
    "is_required": True,
    "questions": [
        {
            "type": "single_choice",
            "value": {
                "prompt": "Ten floats, ten times. Which one goes into the sum?",
                "options": [
                    _option("The shortest", "That float found the best way; the water did not."),
                    _option("The middle one of the ordered times", right=True),
                    _option("All of them added up and divided by ten", "One bad run spoils it."),
                ],
                "points": 1,
                "explanation": "The middle one does not notice a run that went wrong.",
            },
        },
        {
            "type": "multiple_choice",
            "value": {
                "prompt": "Which of these make a stretch worth measuring?",
                "options": [
                    _option("The same width all along", right=True),
                    _option("A fallen branch that calms the water"),
                    _option("A bed that one word describes", right=True),
                    _option("A bend, for the water slows down there"),
                ],
                "points": 2,
                "explanation": "Whatever turns the water aside makes a float a poor witness.",
            },
        },
        {
            "type": "true_false",
            "value": {
                "prompt": "A float moves faster than most of the water below it.",
                "answer": "true",
                "points": 1,
                "feedback_true": "",
                "feedback_false": "The bed holds the lower water back.",
                "explanation": "That is why its speed is multiplied by 0.85 or less.",
            },
        },
        {
            "type": "number",
            "value": {
                "prompt": "Your strings are 10 m apart and the middle time is 20 s. The bed is"
                " gravel (0.80), the cross-section 0.5 m². What is the flow?",
                "answer": "200",
                "tolerance": "5",
                "unit": "L/s",
                "points": 3,
                "feedback_wrong": "Speed first: 10 m in 20 s. Then hold it back.",
                "explanation": "0.5 m/s times 0.80 times 0.5 m² is 0.2 m³/s, or 200 L/s.",
            },
        },
        {
            "type": "short_text",
            "value": {
                "prompt": "What is the middle of an ordered list of numbers called?",
                "accepted": "median\nthe median",
                "case_counts": False,
                "spaces_count": False,
                "points": 1,
                "feedback_wrong": "It is not the mean.",
                "explanation": "",
            },
        },
        {
            "type": "matching",
            "value": {
                "prompt": "How much does each bed hold the water back?",
                "pairs": [
                    {"left": "Smooth", "right": "Times 0.85"},
                    {"left": "Gravel", "right": "Times 0.80"},
                    {"left": "Stones that hide your boots", "right": "Times 0.70"},
                ],
                "distractors": ["Times 1.20"],
                "points": 3,
                "feedback_wrong": "The rougher the bed, the more it holds back.",
                "explanation": "No bed makes the water faster than its surface.",
            },
        },
        {
            "type": "ordering",
            "value": {
                "prompt": "Bring the morning at the stream into its order.",
                "items": [
                    {"text": "Choose a stretch and name its bed"},
                    {"text": "Span two strings 10 m apart"},
                    {"text": "Let ten floats go, one after the other"},
                    {"text": "Order the times and take the middle one"},
                ],
                "rule": "relative",
                "points": 2,
                "feedback_wrong": "",
                "explanation": "",
            },
        },
        {
            "type": "fill_blanks",
            "value": {
                "prompt": "Fill in the blanks.",
                "text": "The surface is [[pace]] than the water at the bed. A float that takes"
                " 20 s for 10 m does [[speed]] metres in a second.",
                "blanks": [
                    {
                        "type": "choice",
                        "value": {
                            "name": "pace",
                            "options": [
                                {"text": "faster", "is_right": True},
                                {"text": "slower", "is_right": False},
                            ],
                        },
                    },
                    {
                        "type": "number",
                        "value": {"name": "speed", "answer": "0.5", "tolerance": ""},
                    },
                ],
                "points": 2,
                "feedback_wrong": "Divide the metres by the seconds.",
                "explanation": "",
            },
        },
        {
            "type": "essay",
            "value": {
                "prompt": "Describe a stretch of water near you, and say whether you would measure"
                " there.",
                "points": 4,
                "fewest_words": 60,
                "most_words": 250,
                "guidance": "Width, bed and what turns the water aside are named, and the answer"
                " follows from them. “No” is as good an answer as “yes”.",
                "model_answer": "",
                "explanation": "",
            },
        },
    ],
}
