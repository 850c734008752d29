"""What was corrected. What it moved is in the ledger."""

from django.db import models
from django.db.models import F, Q


class Merge(models.Model):
    """A member merged into another; instants are microseconds since 1970 UTC."""

    programme_id = models.IntegerField()
    survivor = models.BigIntegerField()
    merged = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    actor = models.CharField(max_length=150)
    merged_at = models.BigIntegerField()
    moved = models.JSONField(default=dict)
    identifiers = models.IntegerField(default=0)
    merged_seq = models.BigIntegerField(default=0)
    survivor_seq = models.BigIntegerField(default=0)
    undone_at = models.BigIntegerField(null=True)
    undone_by = models.CharField(max_length=150, default="")
    undone_why = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="corrections_merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="", undone_why="")
                | Q(undone_at__isnull=False) & ~Q(undone_by="") & ~Q(undone_why=""),
                name="corrections_merge_undone_says_why",
            ),
            models.UniqueConstraint(
                fields=["programme_id", "merged"],
                condition=Q(undone_at=None),
                name="corrections_merge_into_one",
            ),
        ]
        indexes = [
            models.Index(fields=["programme_id", "-id"], name="corrections_merge_newest"),
            models.Index(fields=["programme_id", "survivor", "-id"], name="corrections_merge_survivor"),
        ]

    def __str__(self) -> str:
        """Return who became a part of whom."""
        return f"{self.merged} into {self.survivor}"
