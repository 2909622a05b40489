"""Refusals of setting up a site."""


class SetupError(Exception):
    """Setting up stopped and changed nothing; the message says what to do."""

    code = "setup"


class UnknownLanguageError(SetupError):
    """A language was asked for that the settings do not know."""

    code = "unknown_language"


class SourceLanguageMissingError(SetupError):
    """The site's own language is not among those asked for."""

    code = "source_language_missing"
