"""Grids as they were saved, and the last computation of each programme."""

from django.db import models


class RfmGrid(models.Model):
    """A grid that somebody saved. The newest that was not taken back is in use."""

    programme_id = models.IntegerField()
    number = models.IntegerField()
    grid = models.JSONField()
    saved_at = models.BigIntegerField()
    saved_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "number"], name="rfm_grid_number_once"),
        ]

    def __str__(self) -> str:
        """Return which grid of which programme."""
        return f"programme {self.programme_id} grid {self.number}"


class RfmRun(models.Model):
    """The last computation: as of which day, over which members, with which grid; `sheets` are its tables."""

    programme_id = models.IntegerField(primary_key=True)
    as_of = models.DateField()
    made_at = models.BigIntegerField()
    took_ms = models.IntegerField()
    grid_number = models.IntegerField()
    members = models.IntegerField()
    covered = models.IntegerField()
    digest = models.CharField(max_length=64)
    sheets = models.JSONField()
    notes = models.JSONField()

    def __str__(self) -> str:
        """Return of which programme."""
        return f"programme {self.programme_id}"
