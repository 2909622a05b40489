"""Where uploaded files lie: two areas, each a folder or a bucket."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .environment import Environment

# A signed address of a private file works for this long at least, and for one window more at
# most. Within a window it stays the same, so that browsers find again what they have kept.
FILES_LINK_SECONDS = 2 * 60 * 60
FILES_LINK_WINDOW_SECONDS = 60 * 60

# Folders below MEDIA_ROOT; production may exchange both for buckets.
MEDIA_STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "cms.core.files.storages.RoutingStorage"},
    "public": {"BACKEND": "cms.core.files.storages.PublicFolder"},
    "private": {"BACKEND": "cms.core.files.storages.PrivateFolder"},
}

# Without dots: a name with dots has no certificate as a part of Amazon's host names.
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


def media_settings(env: Environment, *, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Return STORAGES and MEDIA_ROOT, and the origins from which pages load files.

    `folder` stands in where a value was refused, so that all problems can be listed.
    """
    given = env.str("FLEDGE_MEDIA_ROOT", "")
    env.refuse(
        given and not given.startswith("/"),
        "FLEDGE_MEDIA_ROOT: give a full path, shared by all web and worker processes.",
    )
    buckets = _bucket_values(env)
    if not any(buckets.values()):
        env.refuse(
            not given,
            "FLEDGE_S3_PRIVATE_BUCKET: name the buckets for uploads (FLEDGE_S3_…), or on a single"
            " machine a folder in FLEDGE_MEDIA_ROOT.",
        )
        return {"MEDIA_ROOT": given or folder, "STORAGES": MEDIA_STORAGES}, []
    env.refuse(given, "FLEDGE_MEDIA_ROOT: leave it out where FLEDGE_S3_… names buckets.")
    _refuse_buckets(env, buckets)
    storages, origins = _bucket_storages(buckets)
    # Nothing is written there; what asks for the folder by mistake finds it empty.
    return {"MEDIA_ROOT": folder, "STORAGES": storages}, origins


def policy_with_files(policy: dict[str, Any], origins: list[str]) -> dict[str, Any]:
    """Return a content policy with `origins` added for pictures, media and PDFs in place."""
    directives = ("img-src", "media-src", "frame-src")
    return policy | {name: [*policy[name], *origins] for name in directives}


def _bucket_values(env: Environment) -> dict[str, str]:
    return {
        "public": env.str("FLEDGE_S3_PUBLIC_BUCKET", ""),
        "private": env.str("FLEDGE_S3_PRIVATE_BUCKET", ""),
        "region": env.str("FLEDGE_S3_REGION", ""),
        "endpoint": env.str("FLEDGE_S3_ENDPOINT_URL", "").rstrip("/"),
        "public_url": env.str("FLEDGE_S3_PUBLIC_URL", "").rstrip("/"),
        "key": env.str("FLEDGE_S3_ACCESS_KEY_ID", ""),
        "secret": env.str("FLEDGE_S3_SECRET_ACCESS_KEY", ""),
    }


def _refuse_buckets(env: Environment, values: dict[str, str]) -> None:
    for area in ("public", "private"):
        name = f"FLEDGE_S3_{area.upper()}_BUCKET"
        env.refuse(not values[area], f"{name}: name the bucket for {area} files.")
        env.refuse(
            values[area] and not _BUCKET.fullmatch(values[area]),
            f"{name}: 3 to 63 lower-case letters, digits and hyphens, without dots.",
        )
    env.refuse(
        values["public"] and values["public"] == values["private"],
        "FLEDGE_S3_PRIVATE_BUCKET: it must be another bucket than the public one.",
    )
    env.refuse(
        not values["region"] and not values["endpoint"],
        "FLEDGE_S3_REGION: name the region, or the store's address in FLEDGE_S3_ENDPOINT_URL.",
    )
    env.refuse(
        values["endpoint"] and not _is_https(values["endpoint"], path=False),
        "FLEDGE_S3_ENDPOINT_URL: give https:// and a host that browsers reach, without a path.",
    )
    env.refuse(
        values["public_url"] and not _is_https(values["public_url"], path=True),
        "FLEDGE_S3_PUBLIC_URL: give the full address of the public files, starting with https://.",
    )
    env.refuse(
        values["secret"] and not values["key"],
        "FLEDGE_S3_ACCESS_KEY_ID: the secret key has no use without it.",
    )
    env.refuse(
        values["key"] and not values["secret"],
        "FLEDGE_S3_SECRET_ACCESS_KEY: the access key has no use without it.",
    )


def _is_https(address: str, *, path: bool) -> bool:
    parts = urlsplit(address)
    return bool(
        parts.scheme == "https"
        and parts.hostname
        and not (parts.query or parts.fragment or parts.username)
        and (path or not parts.path)
    )


def _bucket_storages(values: dict[str, str]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    if values["endpoint"]:
        endpoint, addressing = values["endpoint"], "path"
        origin = endpoint
        public_url = values["public_url"] or f"{endpoint}/{values['public']}"
    else:
        endpoint, addressing = f"https://s3.{values['region']}.amazonaws.com", "virtual"
        host = endpoint.removeprefix("https://")
        origin = f"https://{values['private']}.{host}"
        public_url = values["public_url"] or f"https://{values['public']}.{host}"
    shown = urlsplit(public_url)
    options = {
        "endpoint_url": endpoint,
        "region_name": values["region"] or "us-east-1",
        "addressing_style": addressing,
        # Without keys boto3 finds those of the machine's own role.
        "access_key": values["key"] or None,
        "secret_key": values["secret"] or None,
    }
    storages = MEDIA_STORAGES | {
        "public": {
            "BACKEND": "cms.core.files.buckets.PublicBucket",
            "OPTIONS": options
            | {
                "bucket_name": values["public"],
                "custom_domain": f"{shown.netloc}{shown.path}",
                "url_protocol": f"{shown.scheme}:",
            },
        },
        "private": {
            "BACKEND": "cms.core.files.buckets.PrivateBucket",
            "OPTIONS": options | {"bucket_name": values["private"]},
        },
    }
    return storages, list(dict.fromkeys([origin, f"{shown.scheme}://{shown.netloc}"]))
