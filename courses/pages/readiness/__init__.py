"""Whether pages are fit to go live: one rule for each kind of defect, each met on every road."""

from courses.pages.readiness.checking import check_course_ready, check_page
from courses.pages.readiness.defects import Defect

__all__ = ["Defect", "check_course_ready", "check_page"]
