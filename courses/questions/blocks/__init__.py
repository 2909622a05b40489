"""The blocks of which quizzes are made."""

from courses.questions.blocks import editor as _editor  # noqa: F401 - tells Wagtail's editor
from courses.questions.blocks.quiz import QuizBlock

__all__ = ["QuizBlock"]
