"""The last computation of each programme."""

from django.db import models


class MotiveRun(models.Model):
    """The last computation: as of which day, over which members; `sheets` are its tables."""

    programme_id = models.IntegerField(primary_key=True)
    as_of = models.DateField()
    made_at = models.BigIntegerField()
    took_ms = models.IntegerField()
    members = models.IntegerField()
    covered = models.IntegerField()
    digest = models.CharField(max_length=64)
    sheets = models.JSONField()
    notes = models.JSONField()

    def __str__(self) -> str:
        """Return of which programme."""
        return f"programme {self.programme_id}"
