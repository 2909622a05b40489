"""Account mails: words from a text template, the same words as simple HTML, into the mail queue."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from cms.accounts.demo import is_demo_address
from cms.accounts.links import known_language
from cms.core.models import SiteSettings
from cms.notifications.models import OutgoingMail
from cms.notifications.services import queue_mail


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
    site = SiteSettings.objects.filter(site__is_default_site=True).only("name").first()
    context = {
        **context,
        "site_name": site.name if site else settings.WAGTAIL_SITE_NAME,
        "site_url": settings.WAGTAILADMIN_BASE_URL,
    }
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        text = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        html = render_to_string(
            "account/email/message.html",
            {
                "subject": subject,
                "paragraphs": text.strip().split("\n\n"),
                "language": language,
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
            },
        )
    return queue_mail(
        to=to,
        subject=subject,
        text=text,
        html=html,
        kind="account",
        language=language,
        dedupe_key=dedupe_key,
    )
