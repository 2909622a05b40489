"""Making a mail of the site: one text template in, subject, text and HTML out."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist, engines
from django.template.loader import render_to_string, select_template
from django.utils import translation
from django.utils.text import Truncator

from cms.core.models import SiteSettings
from cms.notifications.templatetags.mail_tags import MARK

# What mail programs show beside the subject; a greeting alone would waste it.
PREHEADER_LENGTH = 110
_GREETING_LENGTH = 30


@dataclass(frozen=True)
class RenderedMail:
    """A mail before it has an addressee."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Part:
    """One paragraph: words, or an address with or without a label."""

    text: str = ""
    url: str = ""
    label: str = ""


def render_mail(
    template_prefix: str,
    language: str,
    context: Mapping[str, Any],
    *,
    unsubscribe_url: str | None = None,
) -> RenderedMail:
    """Make a mail of `<prefix>_subject.txt` and `<prefix>_message.txt`, in the site's frame.

    Those hold the mail's own words only: the frame adds the site's name and address, where
    to get help and who runs the site. Nothing in them is escaped, whatever they say: they
    are plain text. A paragraph `{% mail_action url label %}` (`{% load mail_tags %}`)
    becomes the button; one that is nothing but an address of the site becomes a link. The
    HTML is made of the same words, or of `<prefix>_message.html` where that is there.
    """
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    mark = secrets.token_hex(16)
    with translation.override(language):
        whole = {**context, **_site_context(), MARK: mark}
        subject = on_one_line(render_plain(f"{template_prefix}_subject.txt", whole))
        parts = _parts(render_plain(f"{template_prefix}_message.txt", whole), mark)
        frame = {
            **whole,
            "subject": subject,
            "parts": parts,
            "preheader": _preheader(parts),
            "body": _own_html(template_prefix, whole),
            "language": language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "unsubscribe_url": unsubscribe_url,
        }
        text = render_plain("notifications/email/frame.txt", frame).strip() + "\n"
        html = render_to_string("notifications/email/frame.html", frame)
    return RenderedMail(subject, text, html)


def _site_context() -> dict[str, Any]:
    site = SiteSettings.for_default_site()
    return {
        "site": site,
        "site_name": site.name,
        "site_url": settings.WAGTAILADMIN_BASE_URL,
    }


def render_plain(name: str, context: Mapping[str, Any]) -> str:
    """Render plain text, in which `<` is a `<`."""
    template = engines["django"].engine.get_template(name)  # type: ignore[attr-defined]  # Django's engine
    return str(template.render(Context(dict(context), autoescape=False)))


def on_one_line(text: str) -> str:
    """Return the text without line breaks of any kind; the no-break spaces of French stay."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip(" ")


def _parts(text: str, mark: str) -> list[Part]:
    paragraphs = (paragraph.strip() for paragraph in text.replace("\r\n", "\n").split("\n\n"))
    return [_part(paragraph, mark) for paragraph in paragraphs if paragraph]


def _part(paragraph: str, mark: str) -> Part:
    if paragraph.startswith(mark):
        url, _, label = paragraph.removeprefix(mark).partition(" ")
        return Part(url=url, label=label)
    # Only our own: an address that somebody wrote into a text stays text.
    is_ours = paragraph.startswith(settings.WAGTAILADMIN_BASE_URL.rstrip("/") + "/")
    if is_ours and len(paragraph.split()) == 1:
        return Part(url=paragraph)
    return Part(text=paragraph)


def _preheader(parts: list[Part]) -> str:
    texts = [part.text for part in parts if len(part.text) > _GREETING_LENGTH]
    return Truncator(on_one_line(texts[0])).chars(PREHEADER_LENGTH) if texts else ""


def _own_html(template_prefix: str, context: Mapping[str, Any]) -> str:
    try:
        template = select_template([f"{template_prefix}_message.html"])
    except TemplateDoesNotExist:
        return ""
    return template.render(dict(context))
