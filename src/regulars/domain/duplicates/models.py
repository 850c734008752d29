"""Pairs of members who may be one person; instants are microseconds since 1970 UTC."""

from django.db import models
from django.db.models import F, Q


class Suggestion(models.Model):
    """A pair, how likely it is one person, and what somebody said of it."""

    programme_id = models.SmallIntegerField()
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    score = models.FloatField()
    reasons = models.JSONField()
    found_at = models.BigIntegerField()
    decided_by = models.CharField(max_length=150, default="", help_text="who said that they are not the same")
    decided_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "first", "second"], name="duplicates_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicates_pair_ascending"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="duplicates_score_is_one"),
        ]
        indexes = [
            models.Index(fields=["programme_id", "-score", "id"], name="duplicates_likeliest"),
            models.Index(fields=["programme_id", "second"], name="duplicates_second"),
        ]

    def __str__(self) -> str:
        """Return who and who."""
        return f"{self.first} and {self.second}: {self.score:.2f}"
