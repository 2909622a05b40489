"""Submitting a course, reviewing it, its releases and its state."""
