"""Files that were brought, and how far their import has come; what came in, by day and by kind."""

from django.db import models
from django.db.models import Q

from regulars.domain.intake.types.files import ImportState

STATES = [state.value for state in ImportState]


class FileImport(models.Model):
    """One file. Its checkpoint (`rows_done`, `tally`, sizes of reports) moves in the transaction of each batch."""

    programme_id = models.SmallIntegerField()
    name = models.CharField(max_length=255)
    path = models.TextField()
    owned = models.BooleanField(help_text="whether the file is our copy, to be deleted when it is done with")
    shape = models.JSONField()
    mapping = models.JSONField()
    state = models.CharField(max_length=9, default=ImportState.DRAFT.value)
    rows_done = models.BigIntegerField(default=0)
    tally = models.JSONField(default=dict)
    report_bytes = models.BigIntegerField(default=0)
    reconciliation_bytes = models.BigIntegerField(default=0)
    failure = models.JSONField(null=True)
    actor = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["programme_id", "-id"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="intake_import_state_known"),
            models.CheckConstraint(condition=Q(rows_done__gte=0), name="intake_import_rows_counted"),
        ]

    def __str__(self) -> str:
        """Return number and name."""
        return f"{self.pk} {self.name}"


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
        db_table = "intake_event_count"
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
        db_table = "intake_event_name"
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
        db_table = "intake_event_field"
        constraints = [
            models.UniqueConstraint(
                fields=["programme_id", "kind", "name", "field", "type"], name="intake_event_field_once"
            ),
        ]

    def __str__(self) -> str:
        """Return the field of what."""
        return f"{self.kind} {self.name}: {self.field}"
