"""The walls between instructors in the Wagtail admin: what Wagtail leaves open is closed here."""
