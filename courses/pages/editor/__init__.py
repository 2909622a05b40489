"""The page editor of courses: large lessons, previews as learner and guest, dropped files."""
