"""Refreshes of predictions: when, as of which day, and the cards. Scores stand in files."""

from django.db import models


class PredictionRun(models.Model):
    """A refresh. `cards` are the cards of all models as they were then; `digest` that of the scores."""

    programme_id = models.IntegerField()
    as_of_day = models.IntegerField()
    made_at = models.BigIntegerField()
    took_ms = models.IntegerField()
    members = models.IntegerField()
    digest = models.CharField(max_length=64)
    cards = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["programme_id", "-id"], name="predictions_run_newest")]

    def __str__(self) -> str:
        """Return of which programme and day."""
        return f"programme {self.programme_id} as of day {self.as_of_day}"
