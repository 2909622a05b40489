"""What comes of grading. Points are exact; they are rounded where they are shown, once."""

from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from courses.questions.enums import Outcome

_HUNDREDTH = Decimal("0.01")
_WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one option, pair, step or blank. Whoever has these knows the key."""

    id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Judgement:
    """How much of a question an answer got, from 0 to 1, and of which parts."""

    share: Fraction
    parts: tuple[Part, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Grade:
    """What an answer to one question is worth."""

    points: Fraction
    max_points: int
    outcome: Outcome
    # For feedback, and for the server alone; so not for logs either.
    parts: tuple[Part, ...] = field(default=(), repr=False)

    @property
    def is_right(self) -> bool:
        """Say whether nothing is wrong or missing, whatever the question is worth."""
        return self.outcome == Outcome.RIGHT

    @property
    def waits_for_person(self) -> bool:
        """Say whether the points are still to be given, by somebody who reads the answer."""
        return self.outcome == Outcome.BY_HAND


@dataclass(frozen=True, slots=True)
class QuizGrade:
    """What the answers to a whole quiz are worth: one grade for each question, in order."""

    grades: tuple[tuple[str, Grade], ...]
    pass_mark_percent: int

    @property
    def points(self) -> Fraction:
        """Return the points that are certain by now."""
        return sum((grade.points for _id, grade in self.grades), Fraction(0))

    @property
    def max_points(self) -> int:
        """Return what all questions are worth together."""
        return sum(grade.max_points for _id, grade in self.grades)

    @property
    def waiting_points(self) -> int:
        """Return the points that a person may still give."""
        return sum(grade.max_points for _id, grade in self.grades if grade.waits_for_person)

    @property
    def is_passed(self) -> bool | None:
        """Say whether the pass mark is reached; None as long as a person may decide it."""
        needed = Fraction(self.pass_mark_percent * self.max_points, _WHOLE_PERCENT)
        if self.points >= needed:
            return True
        return None if self.points + self.waiting_points >= needed else False


def shown_points(points: Fraction, max_points: int) -> Decimal:
    """Return the points as people read them: to hundredths, half up, and full only when full."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    rounded = exact.quantize(_HUNDREDTH, ROUND_HALF_UP)
    if rounded >= max_points > points:
        return exact.quantize(_HUNDREDTH, ROUND_DOWN)
    return rounded
