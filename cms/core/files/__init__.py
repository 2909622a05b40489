"""Uploaded files: where they lie, under which address they are shown, and to whom.

`docs/decisions/0006-private-files.md` says why it is made this way.
"""
