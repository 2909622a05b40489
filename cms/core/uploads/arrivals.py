"""How a file came in: the name as it was sent, from where, and whether a script sent it.

Django cuts folders and control characters out of names before anybody sees them. A name that
has such parts was made to end up elsewhere, so the file is refused and the person is told.
"""

import html
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

from cms.core.networks import network_of

# What a file is called here when nothing of its name can be kept.
UNNAMED = "unnamed"


@dataclass(frozen=True)
class Arrival:
    """What the request said of one file, beside its bytes."""

    sent_name: str
    network: str
    is_from_script: bool


def arrival_of(file: Any) -> Arrival | None:
    """Return how the file came in; None when it was not sent in a form."""
    return getattr(file, "arrival", None)


class ArrivalParser(MultiPartParser):
    """Django's parser, which also notes how each file came in."""

    network = ""
    is_from_script = False
    _sent_name = ""
    _files: MultiValueDict[str, Any]

    def sanitize_file_name(self, file_name: str) -> str:
        """Return Django's safe name, and remember the one that was sent."""
        self._sent_name = file_name
        # Django drops a file without a usable name without a word; this one is refused aloud.
        return super().sanitize_file_name(file_name) or UNNAMED

    def handle_file_complete(self, old_field_name: str, counters: list[int]) -> None:
        """Note on the file that is now complete how it came in."""
        super().handle_file_complete(old_field_name, counters)
        files = self._files.getlist(old_field_name)
        if files and arrival_of(files[-1]) is None:
            sent_name = html.unescape(self._sent_name)
            files[-1].arrival = Arrival(sent_name, self.network, self.is_from_script)


class ArrivalHandler(FileUploadHandler):
    """The first of the upload handlers: takes over the parsing, leaves the bytes to the others."""

    request: HttpRequest

    def handle_raw_input(  # the signature is Django's
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]]:
        """Parse with the other handlers; refuse at once what is longer than any form takes."""
        if content_length > settings.UPLOAD_REQUEST_MAX_BYTES:
            # Before a byte of it fills the disk.
            raise RequestDataTooBig("The request is longer than any form of the site takes.")
        request = self.request
        others = [one for one in request.upload_handlers if one is not self]
        parser = ArrivalParser(META, input_data, others, encoding)
        parser.network = network_of(request)
        parser.is_from_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
        return parser.parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
