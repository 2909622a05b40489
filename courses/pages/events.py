"""The facts that courses tell; listed in docs/events.md."""

from cms.eventlog import register_event

# Who had which right in a course, and when: kept for as long as disputes may come.
YEARS_3 = 3 * 365

register_event("courses.course_created", data=("page_id",), keep_days=YEARS_3)
register_event("courses.member_added", data=("user_id", "role", "page_id"), keep_days=YEARS_3)
register_event("courses.member_removed", data=("user_id", "page_id"), keep_days=YEARS_3)
register_event("courses.course_unpublished", data=("page_id", "pages"), keep_days=YEARS_3)
register_event("courses.release_submitted", data=("release_id",), keep_days=YEARS_3)
register_event("courses.release_approved", data=("release_id",), keep_days=YEARS_3)
register_event("courses.release_sent_back", data=("release_id",), keep_days=YEARS_3)
register_event("courses.release_withdrawn", data=("release_id",), keep_days=YEARS_3)
register_event("courses.release_failed", data=("release_id",), keep_days=YEARS_3)
register_event("courses.course_released", data=("release_id", "number", "pages"), keep_days=YEARS_3)
register_event("courses.course_rolled_back", data=("release_id", "number", "to"), keep_days=YEARS_3)
register_event("courses.state_changed", data=("before", "after"), keep_days=YEARS_3)
