"""The rows that records of learners will point at."""

from uuid import UUID

from courses.outline.models import Course


def ensure_course(key: UUID) -> Course:
    """Return the course of this translation key; make its row when it is new."""
    course, _is_new = Course.objects.get_or_create(key=key)
    return course
