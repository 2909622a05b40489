"""The append-only log of facts, its outbox and its subscribers."""
