from cms.eventlog import register_event

register_event("flood.happened", data=("fact",), keep_days=1)
