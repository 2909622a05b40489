"""The sites that were started in this process, for whoever asks what they said."""

from pathlib import Path

# Where each writes, by its address; kept when it has stopped, since the file is, too.
started: dict[str, Path] = {}
