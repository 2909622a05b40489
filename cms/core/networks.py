"""Which network a request comes from, for limits that count by network."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# A home or school is given a whole range of version 6 addresses and may use each in turn.
RANGE_OF_VERSION_6 = 64
UNKNOWN = "unknown"


def network_of(request: HttpRequest) -> str:
    """Return the visitor's address, or their range; forwarded ones count only behind proxies.

    Requests without a usable address (a socket file, a proxy that says nothing) share one.
    """
    sent = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(forwarded):
        # Our own proxies each added one at the end; what is before those was claimed.
        sent = forwarded[-proxies] or sent
    try:
        address = ipaddress.ip_address(sent.strip())
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), RANGE_OF_VERSION_6), strict=False))
    return str(address)
