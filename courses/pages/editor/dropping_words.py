"""What the editor's script says; %s stands for the name of a file."""

from django.utils.translation import gettext as _


def words_of_dropping() -> dict[str, str]:
    """Return the sentences in the reader's language."""
    return {
        "add": _("Add files"),
        "hint": _("Or drop files onto the lesson: each becomes the right block."),
        "describe": _("Describe the picture, or mark it as decorative."),
        "progress": _("Sending %s"),
        "done": _("%s was added to the lesson."),
        "cancel": _("Cancel"),
        "retry": _("Try again"),
        "dismiss": _("Close"),
        "tooLarge": _("The file is larger than this site takes."),
        "notAllowed": _("You may not add files to this course. Sign in again, or ask its owner."),
        "offline": _("The connection broke off. Try again when you are online."),
        "failed": _("The file could not be taken. Try again in a moment."),
    }
