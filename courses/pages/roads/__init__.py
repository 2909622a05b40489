"""The roads on which Wagtail lets pages go live: each meets readiness, and the course's release."""
