"""What other apps may ask of questions: what answers are worth."""

from courses.questions.grading import (
    Grade,
    Part,
    QuizGrade,
    grade_question,
    grade_quiz,
    shown_points,
)

__all__ = ["Grade", "Part", "QuizGrade", "grade_question", "grade_quiz", "shown_points"]
