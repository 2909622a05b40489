"""The blocks of which quizzes are made."""

from courses.questions.blocks.quiz import QuizBlock

__all__ = ["QuizBlock"]
