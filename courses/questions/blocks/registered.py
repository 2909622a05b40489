"""Every type of question of ours, in the order in which authors are offered them."""

from courses.questions.blocks import question_types  # noqa: F401 - registers

# isort: split
from courses.questions.blocks import matching  # noqa: F401

# isort: split
from courses.questions.blocks import ordering  # noqa: F401

# isort: split
from courses.questions.blocks import fill_blanks  # noqa: F401
