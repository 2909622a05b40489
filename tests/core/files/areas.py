"""The two kinds of place that files lie in, with one way to fetch from both."""

import http.client
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils.datastructures import CaseInsensitiveMapping

from tests.servers.s3 import S3

# For what the site does itself with a folder, and leaves to the store with a bucket.
FOLDER_ONLY = pytest.mark.parametrize("area", ["folder"], indirect=True)


@dataclass(frozen=True)
class Fetched:
    """What came in the end, after a redirect to a bucket where there was one."""

    status: int
    headers: CaseInsensitiveMapping
    content: bytes


def fetched(response: HttpResponseBase) -> Fetched:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return Fetched(response.status_code, CaseInsensitiveMapping(response.headers), content)


def ask(client: Client, address: str, method: str, headers: dict[str, str]) -> Fetched:
    """Ask the site, not following where it leads."""
    sent = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return fetched(client.generic(method, address, **sent))


def ask_store(address: str, *, method: str = "GET", **headers: str) -> Fetched:
    """Ask another server, as a browser does that was sent there."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, f"{parts.path}?{parts.query}", headers=named)
    response = connection.getresponse()
    headers = CaseInsensitiveMapping(response.getheaders())
    got = Fetched(response.status, headers, response.read())
    connection.close()
    return got


class FolderArea:
    """Both areas as folders below MEDIA_ROOT."""

    part_status = 206

    def __init__(self, settings, folder: Path) -> None:
        settings.MEDIA_ROOT = folder
        self.private = folder
        self.public = folder / "public"

    def get(self, client: Client, address: str, *, method: str = "GET", **headers) -> Fetched:
        return ask(client, address, method, headers)

    def names(self) -> set[str]:
        """Return the name of every file in both areas, as the default storage knows it."""
        return {
            str(path.relative_to(self.private))
            for path in self.private.rglob("*")
            if path.is_file()
        }


class BucketArea:
    """Both areas as buckets of a store that checks signatures."""

    # rclone's; Amazon says 206. Bytes and Content-Range are the same.
    part_status = 200

    def __init__(self, settings, store: S3) -> None:
        settings.STORAGES = {**settings.STORAGES, **store.storages()}
        self.store = store
        self.private = store.buckets / "private"
        self.public = store.buckets / "public"

    def get(self, client: Client, address: str, *, method: str = "GET", **headers) -> Fetched:
        if address.startswith("http"):
            return ask_store(address, method=method, **headers)
        got = ask(client, address, method, headers)
        if got.status != 302:
            return got
        assert got.headers["Cache-Control"] == "private, no-store"
        return ask_store(got.headers["Location"], method=method, **headers)

    def names(self) -> set[str]:
        found = set()
        for folder, prefix in ((self.private, ""), (self.public, "public/")):
            found |= {
                f"{prefix}{path.relative_to(folder)}"
                for path in folder.rglob("*")
                if path.is_file()
            }
        return found
