"""Where instructors work on their courses, beside Wagtail's own screens."""
