"""What the services of this app refuse."""


class MayNotUploadError(Exception):
    """The person may add nothing to this collection."""
