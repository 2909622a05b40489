from django.db import connection, models


class Fact(models.Model):
    """What an emitter did: one row per transaction that told an event."""

    class Meta:
        managed = False
        db_table = "flood_fact"

    def __str__(self) -> str:
        return f"fact {self.pk}"


class Effect(models.Model):
    """What a handler did. No unique constraint: a second one would show."""

    event_id = models.BigIntegerField()
    handler = models.CharField(max_length=100)

    class Meta:
        managed = False
        db_table = "flood_effect"

    def __str__(self) -> str:
        return f"{self.handler}, event {self.event_id}"


def create_tables() -> None:
    """Make the tables by hand: a migration of tests has no business in the site's history."""
    with connection.schema_editor() as editor:
        editor.create_model(Fact)
        editor.create_model(Effect)
