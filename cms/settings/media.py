"""Where uploaded files lie: two areas, each a folder or a bucket."""

from typing import Any

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
