"""From an answer to points: pure, exact, and knowing neither learner nor language.

`docs/grading.md` has the rules.
"""

from courses.questions.grading.grades import Grade, Part, QuizGrade, shown_points
from courses.questions.grading.questions import grade_question, grade_quiz

__all__ = ["Grade", "Part", "QuizGrade", "grade_question", "grade_quiz", "shown_points"]
