"""Files that were brought, and how far their import has come."""

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
