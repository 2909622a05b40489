"""Which service sends mail: SMTP, or one of anymail's providers."""

import os
from typing import Any

import dj_email_url

from .environment import Environment

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
# The settings that anymail cannot work without, per provider.
PROVIDER_KEYS: dict[str, tuple[str, ...]] = {
    "amazon_ses": (),
    "brevo": ("ANYMAIL_BREVO_API_KEY",),
    "mailgun": ("ANYMAIL_MAILGUN_API_KEY", "ANYMAIL_MAILGUN_SENDER_DOMAIN"),
    "mailjet": ("ANYMAIL_MAILJET_API_KEY", "ANYMAIL_MAILJET_SECRET_KEY"),
    "postmark": ("ANYMAIL_POSTMARK_SERVER_TOKEN",),
    "resend": ("ANYMAIL_RESEND_API_KEY",),
    "sendgrid": ("ANYMAIL_SENDGRID_API_KEY",),
    "sparkpost": ("ANYMAIL_SPARKPOST_API_KEY",),
}


def mail_settings(env: Environment) -> dict[str, Any]:
    """Return Django's mail settings for FLEDGE_MAIL_PROVIDER, noting what is missing."""
    provider = env.str("FLEDGE_MAIL_PROVIDER")
    if provider == "smtp":
        url = env.str("FLEDGE_SMTP_URL")
        if not url:
            return {}
        parsed = dj_email_url.parse(url)
        if parsed.get("EMAIL_BACKEND") != SMTP_BACKEND or not parsed["EMAIL_HOST"]:
            env.refuse(
                True,
                "FLEDGE_SMTP_URL: give submission://user:password@host:587 (TLS) or"
                " smtp://host:25; files and consoles lose mail.",
            )
            return {}
        return {key: value for key, value in parsed.items() if key.startswith("EMAIL_")} | {
            "EMAIL_TIMEOUT": 20
        }
    if provider not in PROVIDER_KEYS:
        env.refuse(
            provider is not None,
            f"FLEDGE_MAIL_PROVIDER: one of smtp, {', '.join(sorted(PROVIDER_KEYS))}.",
        )
        return {}
    for key in PROVIDER_KEYS[provider]:
        env.refuse(not os.environ.get(key), f"{key}: the {provider} provider needs it.")
    anymail = {
        name.removeprefix("ANYMAIL_"): value
        for name, value in os.environ.items()
        if name.startswith("ANYMAIL_")
    }
    return {
        "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
        "ANYMAIL": {**anymail, "REQUESTS_TIMEOUT": 20},
    }
