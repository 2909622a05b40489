"""Two small acts of the desk: a correction goes live by itself, a planned removal is called off."""

from django.utils.translation import gettext as _

from courses.pages.admin.outline_actions import OutlineAction
from courses.pages.errors import CourseError, NotReadyError, PageGoneError
from courses.pages.models import LessonPage
from courses.pages.services import put_back, release_page


class CorrectionNotReadyError(CourseError):
    """What the lesson lacks, in the words of the first defect."""

    code = "correction_not_ready"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.message = words


class Correct(OutlineAction):
    """Puts one changed lesson live, where the course allows it."""

    def act(self) -> str:
        key = self.kwargs["page_id"]
        self.focus = f"row-{key}"
        lesson = LessonPage.objects.descendant_of(self.course).filter(pk=key).first()
        if lesson is None:
            raise PageGoneError
        try:
            release = release_page(lesson, by=self.person)
        except NotReadyError as error:
            words = _("“%(title)s” is not ready: %(defect)s")
            first = error.defects[0]
            words = words % {"title": first.page_title, "defect": first.message}
            raise CorrectionNotReadyError(words) from error
        return _("The correction is live, as release %(number)d.") % {"number": release.number}


class PutBack(OutlineAction):
    """Keeps a page that was to leave with the next release."""

    def act(self) -> str:
        key = self.kwargs["page_id"]
        self.focus = f"row-{key}"
        page = put_back(self.course, key, by=self.person)
        return _("“%(title)s” stays.") % {"title": page.draft_title or page.title}
