"""Mail, and later bell and push; knows people only through AUTH_USER_MODEL."""
