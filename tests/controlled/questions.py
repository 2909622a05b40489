from tests.controlled import Control

GRADING = "courses/questions/grading/"
TESTS = "tests/courses/questions/grading/"

CONTROLS = [
    Control(
        "questions: ticking everything earns nothing",
        GRADING + "choosing.py",
        "min(len(key.right), len(key.options) - len(key.right))",
        "len(key.right)",
        TESTS + "test_examples.py::test_several_options",
    ),
    Control(
        "questions: an id that a question does not have is no answer",
        GRADING + "choosing.py",
        "if not chosen <= set(key.options):",
        "if False:",
        TESTS + "test_malformed.py::test_what_the_form_could_not_have_sent_earns_nothing",
    ),
    Control(
        "questions: an answer without end is not read",
        GRADING + "reading.py",
        "or len(answer) > longest:",
        "or False:",
        TESTS + "test_malformed.py::test_what_the_form_could_not_have_sent_earns_nothing",
    ),
    Control(
        "questions: a key says nothing of itself in logs",
        GRADING + "keys.py",
        '        return f"<{type(self).__name__}>"\n',
        "        return str([getattr(self, name) for name in self.__slots__])\n",
        TESTS + "test_keyless.py::test_a_key_says_nothing_of_itself",
    ),
    Control(
        "questions: a grade does not tell logs which parts were right",
        GRADING + "grades.py",
        "    # For feedback, and for the server alone; so not for logs either.\n"
        "    parts: tuple[Part, ...] = field(default=(), repr=False)",
        "    parts: tuple[Part, ...] = field(default=())",
        TESTS + "test_keyless.py::test_a_grade_does_not_say_which_parts_were_right",
    ),
]
