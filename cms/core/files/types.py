"""How each type of file is announced, and which ones a browser may show in place.

The extension decides, since uploads are refused when their content is something else, and the
browser is told to believe it (`nosniff`). What is not listed goes out as bytes to be saved;
above all HTML, SVG and XML, which could run script under this site's name.
"""

from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"

SHOWN_IN_PLACE = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "m4v": "video/mp4",
    "mp4": "video/mp4",
    "ogv": "video/ogg",
    "webm": "video/webm",
    "vtt": "text/vtt; charset=utf-8",
}
SAVED_ONLY = {
    "bmp": "image/bmp",
    "csv": "text/csv; charset=utf-8",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "heic": "image/heic",
    "json": "application/json",
    "key": "application/vnd.apple.keynote",
    "md": "text/markdown; charset=utf-8",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "srt": "application/x-subrip",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain; charset=utf-8",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def extension_of(name: str) -> str:
    """Return the last extension in lower case without its dot; empty when there is none."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def content_type_of(name: str) -> str:
    """Return the type that a file of this name is sent as."""
    extension = extension_of(name)
    return SHOWN_IN_PLACE.get(extension) or SAVED_ONLY.get(extension) or UNKNOWN


def may_show_in_place(name: str) -> bool:
    """Say whether a browser may show it; everything else is saved."""
    return extension_of(name) in SHOWN_IN_PLACE
