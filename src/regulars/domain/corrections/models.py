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


class RuleCorrection(models.Model):
    """A version that should have been in force since the past; instants are microseconds since 1970 UTC."""

    programme_id = models.IntegerField()
    version_id = models.BigIntegerField()
    number = models.IntegerField(help_text="of the version")
    since = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default="previewing")
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.BigIntegerField()
    foreseen = models.JSONField(default=dict)
    schedule = models.TextField(default="", help_text="the activations that the preview knew")
    previewed_at = models.BigIntegerField(null=True)
    decided_by = models.CharField(max_length=150, default="")
    decided_at = models.BigIntegerField(null=True)
    comment = models.CharField(max_length=500, default="")
    activation_id = models.BigIntegerField(null=True)
    posted = models.JSONField(default=dict)
    posted_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["previewing", "proposed"], decided_by="", decided_at=None, activation_id=None)
                | Q(state="rejected", decided_at__isnull=False, activation_id=None) & ~Q(decided_by="")
                | Q(state__in=["posting", "posted"], decided_at__isnull=False, activation_id__isnull=False)
                & ~Q(decided_by=""),
                name="corrections_rule_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["posting", "posted"]) | ~Q(decided_by=F("proposed_by")),
                name="corrections_rule_by_two",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(proposed_by=""), name="corrections_rule_says_why"),
            models.UniqueConstraint(
                fields=["programme_id"],
                condition=Q(state__in=["previewing", "proposed", "posting"]),
                name="corrections_rule_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["programme_id", "-id"], name="corrections_rule_newest")]

    def __str__(self) -> str:
        """Return the version and how far it has come."""
        return f"version {self.number} since {self.since}: {self.state}"


class Line(models.Model):
    """A member for whom a corrected rule changes something, as foreseen and as posted."""

    correction = models.ForeignKey(RuleCorrection, on_delete=models.CASCADE, related_name="lines")
    member_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    tier = models.SmallIntegerField(default=0, help_text="1 up, -1 down")
    below_zero = models.BooleanField(default=False)
    posted_before = models.JSONField(null=True)
    posted_after = models.JSONField(null=True)
    event_seq = models.BigIntegerField(null=True)
    differs = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction", "member_id"], name="corrections_line_once"),
            models.CheckConstraint(
                condition=Q(before=None, after=None) | Q(before__isnull=False, after__isnull=False),
                name="corrections_line_foreseen",
            ),
        ]
        indexes = [
            models.Index(fields=["correction", "tier", "member_id"], name="corrections_line_tier"),
            models.Index(
                fields=["correction", "member_id"], condition=Q(below_zero=True), name="corrections_line_below_zero"
            ),
            models.Index(
                fields=["correction", "member_id"], condition=Q(differs=True), name="corrections_line_differs"
            ),
        ]

    def __str__(self) -> str:
        """Return whose it is."""
        return f"member {self.member_id} of correction {self.correction_id}"
