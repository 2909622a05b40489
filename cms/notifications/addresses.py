"""Addresses of this site, as notifications keep and mails give them."""

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme


def is_local_path(address: str) -> bool:
    """Say whether the address is a path of this site and nothing that a browser takes elsewhere."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def absolute(path: str) -> str:
    """Return the path as an address of the site that FLEDGE_BASE_URL names."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
