"""The facts that this app tells; listed in docs/events.md."""

from cms.eventlog import register_event

# Who had which right, and when accounts began and ended: kept for as long as disputes may come.
YEARS_3 = 3 * 365
YEAR = 365

register_event("accounts.signed_up", data=("language",), keep_days=YEAR)
register_event("accounts.email_verified", keep_days=YEAR)
register_event("accounts.password_reset", keep_days=YEAR)
register_event("accounts.role_granted", data=("role",), keep_days=YEARS_3)
register_event("accounts.role_revoked", data=("role",), keep_days=YEARS_3)
register_event("accounts.deactivated", keep_days=YEARS_3)
register_event("accounts.reactivated", keep_days=YEARS_3)
register_event("accounts.teach_requested", keep_days=YEAR)
register_event("accounts.teach_declined", keep_days=YEAR)
