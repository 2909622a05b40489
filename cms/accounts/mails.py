"""Account mails: the words of a template in the frame of the site, into the mail queue."""

from typing import Any

from django.conf import settings

from cms.accounts.demo import is_demo_address
from cms.accounts.links import known_language
from cms.notifications.models import OutgoingMail
from cms.notifications.services import queue_mail, render_mail


def send_account_mail(
    template_prefix: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    dedupe_key: str | None = None,
) -> OutgoingMail | None:
    """Queue one mail, made of `<prefix>_subject.txt` and `<prefix>_message.txt`.

    Part of the transaction of what it tells. In production nothing goes to demo addresses,
    which nobody can have;
    then the answer is None.
    """
    if is_demo_address(to) and not settings.DEMO_ALLOWED:
        return None
    language = known_language(language)
    mail = render_mail(template_prefix, language, context)
    return queue_mail(
        to=to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        kind="account",
        language=language,
        dedupe_key=dedupe_key,
    )
