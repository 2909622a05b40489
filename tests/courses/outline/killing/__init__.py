"""A site whose processes are killed while courses are published on it."""
