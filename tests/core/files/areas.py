"""The two kinds of place that files lie in, with one way to fetch from both."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.test import Client


@dataclass(frozen=True)
class Fetched:
    """What came in the end, after a redirect to a bucket where there was one."""

    status: int
    headers: dict[str, str]
    content: bytes


def fetched(response: HttpResponseBase) -> Fetched:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return Fetched(response.status_code, dict(response.headers), content)


class FolderArea:
    """Both areas as folders below MEDIA_ROOT."""

    def __init__(self, settings, folder):
        settings.MEDIA_ROOT = folder
        self.folder = folder

    def get(self, client: Client, address: str, *, method: str = "GET", **headers) -> Fetched:
        sent = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return fetched(client.generic(method, address, **sent))

    def names(self) -> set[str]:
        """Return what lies in both areas."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)) for path in files}
