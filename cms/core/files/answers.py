"""The answer that carries a file: type, headers, conditions, ranges; read a block at a time."""

import os
import stat
from http import HTTPStatus

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from cms.core.files import types
from cms.core.files.links import Disposition
from cms.core.files.ranges import (
    ByteRange,
    FilePart,
    UnsatisfiableRangeError,
    requested_range,
)

# A name in the public area never gets another content.
FOREVER = "public, max-age=31536000, immutable"
# Whatever a file turns out to be, it runs nothing and reaches nothing of this site.
FILE_POLICY = (
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
    " frame-ancestors 'self'"
)


def disposition_header(name: str, saved_as: str, wanted: Disposition = "inline") -> str:
    """Return the Content-Disposition: in place only where asked for and harmless."""
    is_saved = wanted == "attachment" or not types.may_show_in_place(name)
    return content_disposition_header(is_saved, saved_as) or "attachment"


def answer_from_folder(
    request: HttpRequest, storage: Storage, name: str, *, disposition: str, cache_control: str
) -> HttpResponseBase:
    """Return the file `name`, a part of it, or that nothing changed; Http404 when it is gone."""
    try:
        path = storage.path(name)
        found = os.stat(path)
    except (OSError, ValueError, SuspiciousFileOperation, NotImplementedError) as error:
        raise Http404 from error
    if not stat.S_ISREG(found.st_mode):
        raise Http404
    etag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    modified_at = int(found.st_mtime)
    headers = _headers(name, disposition, cache_control) | {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": http_date(modified_at),
    }
    unchanged = get_conditional_response(
        request, etag=etag, last_modified=modified_at, response=HttpResponse(headers=headers)
    )
    if unchanged is not None and unchanged.status_code != HTTPStatus.OK:
        unchanged["Content-Security-Policy"] = FILE_POLICY
        return unchanged
    return _bytes_of(request, path, found.st_size, headers, etag, modified_at)


def answer_from_bucket(
    request: HttpRequest, storage: Storage, name: str, *, disposition: str, cache_control: str
) -> HttpResponseBase:
    """Return the whole of a small file that browsers take from the page's own site only."""
    try:
        with storage.open(name, "rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(content, headers=_headers(name, disposition, cache_control))


def _headers(name: str, disposition: str, cache_control: str) -> dict[str, str]:
    return {
        "Content-Type": types.content_type_of(name),
        "Content-Disposition": disposition,
        "Content-Security-Policy": FILE_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": cache_control,
    }


def _bytes_of(
    request: HttpRequest, path: str, size: int, headers: dict[str, str], etag: str, modified_at: int
) -> HttpResponseBase:
    status = HTTPStatus.OK
    part = ByteRange(0, size - 1)
    try:
        asked = requested_range(request, size, etag=etag, modified_at=modified_at)
    except UnsatisfiableRangeError:
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
        refused["Content-Range"] = f"bytes */{size}"
        refused["Cache-Control"] = "no-store"
        return refused
    if asked is not None:
        part, status = asked, HTTPStatus.PARTIAL_CONTENT
        headers = headers | {"Content-Range": f"bytes {part.first}-{part.last}/{size}"}
    headers = headers | {"Content-Length": str(part.length)}
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    try:
        file = open(path, "rb")  # noqa: SIM115  closed when the answer has been sent
    except FileNotFoundError as error:
        raise Http404 from error
    return StreamingHttpResponse(FilePart(file, part), status=status, headers=headers)


def redirect_unkept(address: str) -> HttpResponseRedirect:
    """Return a redirect that no cache keeps: it leads to what only this person may have."""
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
