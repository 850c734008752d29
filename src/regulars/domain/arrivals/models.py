"""What came in, by day and by kind. Instants are microseconds since 1970 UTC."""

from django.db import models


class EventCount(models.Model):
    """How many events of a kind came from a source on a day (UTC, when they came), and what became of them."""

    programme_id = models.SmallIntegerField()
    day = models.DateField()
    source = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100, default="")
    outcome = models.CharField(max_length=10)
    code = models.CharField(max_length=40, default="")
    count = models.BigIntegerField()

    class Meta:
        db_table = "arrivals_event_count"
        constraints = [
            models.UniqueConstraint(
                fields=["programme_id", "day", "source", "kind", "name", "outcome", "code"], name="intake_count_once"
            ),
        ]

    def __str__(self) -> str:
        """Return what was counted."""
        return f"{self.day} {self.source} {self.kind} {self.name}: {self.count} {self.outcome}"


class EventName(models.Model):
    """A kind of event, or an activity, that was seen: since when, until when, and where its latest one stands."""

    programme_id = models.SmallIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100, default="")
    first_at = models.BigIntegerField()
    last_at = models.BigIntegerField()
    member_id = models.BigIntegerField()
    seq = models.BigIntegerField()

    class Meta:
        db_table = "arrivals_event_name"
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "kind", "name"], name="intake_event_name_once"),
        ]

    def __str__(self) -> str:
        """Return what it is called."""
        return f"{self.kind} {self.name}".strip()


class EventField(models.Model):
    """A field that events of a kind had, with the type of its values."""

    programme_id = models.SmallIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100, default="")
    field = models.CharField(max_length=130)
    type = models.CharField(max_length=10)
    first_at = models.BigIntegerField()

    class Meta:
        db_table = "arrivals_event_field"
        constraints = [
            models.UniqueConstraint(
                fields=["programme_id", "kind", "name", "field", "type"], name="intake_event_field_once"
            ),
        ]

    def __str__(self) -> str:
        """Return the field of what."""
        return f"{self.kind} {self.name}: {self.field}"
