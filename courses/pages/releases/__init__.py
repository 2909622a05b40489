"""Releases of courses: what of a course's pages is released, and how it goes live as one."""
