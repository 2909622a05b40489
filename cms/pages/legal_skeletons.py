"""What a legal page holds before the owner writes it: headings, and under each what belongs there.

None of it is legal advice, and none of it goes live: publishing is refused while an
instruction stands in its brackets.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cms.pages.enums import LegalKind
from cms.pages.legal_text import CLOSING, OPENING

Section = tuple[Promise, Promise]


@dataclass(frozen=True)
class Skeleton:
    """The first title of a page, its headings, and what to write under each."""

    title: Promise
    sections: tuple[Section, ...]

    def body(self) -> list[tuple[str, str]]:
        """Return the stream's value in the language in use."""
        parts = (
            (heading, f"{OPENING}{instruction}{CLOSING}") for heading, instruction in self.sections
        )
        return [("text", format_html_join("", "<h2>{}</h2><p>{}</p>", parts))]


SKELETONS = {
    LegalKind.TERMS: Skeleton(
        _("Terms of use"),
        (
            (_("Who we are"), _("Name who runs the site and how to reach them.")),
            (_("Your account"), _("Say who may have an account, and what is not allowed with it.")),
            (
                _("Courses and prices"),
                _("Say what a learner gets, for how long, and when and how it is paid."),
            ),
            (
                _("What you may do with the material"),
                _("Say whether learners may copy, share or reuse texts, videos and exercises."),
            ),
            (
                _("When something goes wrong"),
                _("Say what you answer for, what you do not, and where complaints go."),
            ),
            (
                _("Ending and changes"),
                _(
                    "Say how either side ends the agreement, how you tell of new terms,"
                    " which law holds."
                ),
            ),
        ),
    ),
    LegalKind.PRIVACY: Skeleton(
        _("Privacy"),
        (
            (
                _("Who is responsible"),
                _("Name who decides what happens with people's data, and how to reach them."),
            ),
            (
                _("What is kept and why"),
                _(
                    "List the data, such as name, address, progress and payments, and the"
                    " reason for each."
                ),
            ),
            (
                _("Who else receives it"),
                _(
                    "Name every service that data goes to: hosting, mail, payment, video;"
                    " and its country."
                ),
            ),
            (_("How long it is kept"), _("Say for each kind of data when it is deleted.")),
            (
                _("Cookies"),
                _(
                    "Fledge sets cookies for signing in, for forms and for the language"
                    " only. Add what you added."
                ),
            ),
            (
                _("Your rights"),
                _(
                    "Say how people see, correct, take along or delete their data, and"
                    " where to complain."
                ),
            ),
        ),
    ),
    LegalKind.REFUNDS: Skeleton(
        _("Refunds"),
        (
            (
                _("When you get your money back"),
                _("Say within how many days, and under which conditions."),
            ),
            (
                _("How to ask for it"),
                _("Say where to write and what to name, such as the order's number."),
            ),
            (
                _("How and when it comes back"),
                _(
                    "Say how the money returns, after how many days, and what happens to"
                    " the access."
                ),
            ),
        ),
    ),
    LegalKind.ACCESSIBILITY: Skeleton(
        _("Accessibility"),
        (
            (_("How far we are"), _("Name the standard that you aim at, and how you checked.")),
            (
                _("What does not work yet"),
                _(
                    "List the courses and parts that somebody may not be able to use, and"
                    " the way around."
                ),
            ),
            (
                _("Tell us"),
                _("Say where to write, how soon you answer, and who decides in a dispute."),
            ),
        ),
    ),
    LegalKind.IMPRINT: Skeleton(
        _("Imprint"),
        (
            (
                _("Responsible for the content"),
                _(
                    "Name the person and their address. The company's particulars from the"
                    " site settings follow below by themselves."
                ),
            ),
            (
                _("Supervision and insurance"),
                _("Name the authority and the insurer, if the law asks for them."),
            ),
        ),
    ),
}
