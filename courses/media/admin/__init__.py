"""Recordings in the Wagtail admin: everybody sees those of their own collections only."""
