"""What came in, by day and by kind. Instants are microseconds since 1970 UTC."""

from django.db import models

PARKED_TEXT = "parked event"
"""What the texts of events that wait are bound to when they are encrypted."""


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


class ParkedEvent(models.Model):
    """An event whose identifiers name different members, until a person says whose it is.

    `digest` tells events that are sent again; `text` is the event as it was read, encrypted, gone when it was taken in.
    `members` are those that its identifiers name, as `,1,2,`.
    """

    programme_id = models.SmallIntegerField()
    digest = models.BinaryField()
    source = models.CharField(max_length=40)
    event_id = models.CharField(max_length=260)
    kind = models.CharField(max_length=20)
    kinds = models.CharField(max_length=200)
    members = models.CharField(max_length=400)
    occurred_at = models.BigIntegerField()
    parked_at = models.BigIntegerField()
    last_at = models.BigIntegerField()
    times = models.IntegerField(default=1)
    text = models.BinaryField(null=True)
    state = models.CharField(max_length=10, default="waiting")
    member_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, default="")
    decided_by = models.CharField(max_length=150, default="")
    decided_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "digest"], name="arrivals_parked_once")]
        indexes = [models.Index(fields=["programme_id", "state", "id"], name="arrivals_parked_state")]

    def __str__(self) -> str:
        """Return which event."""
        return f"{self.source} {self.event_id} {self.state}"
