"""Which block a file belongs into, by the extension of its name. What it really is, the checks of
that block's files find out."""

from enum import Enum
from pathlib import PurePosixPath


class Kind(Enum):
    """A block for files, by its name in the stream; captions have none."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    CODE = "code"
    DOCUMENT = "document"
    CAPTIONS = "captions"


# Also what is not taken: the checks say of each what to do instead.
EXTENSIONS = {
    Kind.IMAGE: "avif bmp gif heic heif jpeg jpg png svg svgz tif tiff webp",
    Kind.VIDEO: "3gp avi m4v mkv mov mp4 mpeg mpg ogv webm wmv",
    Kind.AUDIO: "aac aiff flac m4a mp3 oga ogg opus wav wma",
    Kind.CAPTIONS: "srt vtt",
}
# Pygments' names, as the code block has them.
LANGUAGES = {
    "bash": "bash",
    "c": "c",
    "cc": "cpp",
    "cpp": "cpp",
    "cs": "csharp",
    "css": "css",
    "dart": "dart",
    "diff": "diff",
    "ex": "elixir",
    "exs": "elixir",
    "go": "go",
    "graphql": "graphql",
    "h": "c",
    "hpp": "cpp",
    "hs": "haskell",
    "htm": "html",
    "html": "html",
    "ini": "ini",
    "java": "java",
    "jl": "julia",
    "js": "javascript",
    "json": "json",
    "jsx": "javascript",
    "kt": "kotlin",
    "lua": "lua",
    "m": "matlab",
    "mjs": "javascript",
    "patch": "diff",
    "php": "php",
    "pl": "perl",
    "ps1": "powershell",
    "py": "python",
    "pyi": "python",
    "r": "r",
    "rb": "ruby",
    "rs": "rust",
    "scala": "scala",
    "scss": "scss",
    "sh": "bash",
    "sql": "sql",
    "swift": "swift",
    "tex": "latex",
    "toml": "toml",
    "ts": "typescript",
    "tsx": "typescript",
    "xml": "xml",
    "yaml": "yaml",
    "yml": "yaml",
}
# Names without an extension.
NAMES = {"dockerfile": "docker", "makefile": "make"}

_KINDS = {extension: kind for kind, listed in EXTENSIONS.items() for extension in listed.split()}


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def language_of(name: str) -> str:
    """Return the language of a source file by its name; empty for a file of another kind."""
    return LANGUAGES.get(_extension(name)) or NAMES.get(PurePosixPath(name).name.lower(), "")


def kind_of(name: str) -> Kind:
    """Return the block for a file of this name; whatever is nothing else is a document."""
    if kind := _KINDS.get(_extension(name)):
        return kind
    return Kind.CODE if language_of(name) else Kind.DOCUMENT
