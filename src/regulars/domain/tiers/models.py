"""Forecasts as of the last time they were made, and status matches."""

from django.db import models
from django.db.models import Q


class Forecast(models.Model):
    """What becomes of a member's tier; only members who will fall, will rise, are in grace, or are near a tier."""

    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    tier = models.CharField(max_length=40)
    tier_then = models.CharField(max_length=40)
    outlook = models.CharField(max_length=4)
    changes_on = models.DateField(null=True)
    reason = models.SmallIntegerField(null=True)
    grace_until = models.DateField(null=True)
    keeping = models.JSONField(default=list)
    next_tier = models.CharField(max_length=40, default="")
    near_percent = models.SmallIntegerField()
    near = models.BooleanField()
    rising = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "member_id"], name="tiers_forecast_once"),
            models.CheckConstraint(condition=Q(outlook__in=["fall", "rise", "stay"]), name="tiers_forecast_outlook"),
            models.CheckConstraint(
                condition=Q(outlook="stay", changes_on=None) | ~Q(outlook="stay") & Q(changes_on__isnull=False),
                name="tiers_forecast_day_of_change",
            ),
            models.CheckConstraint(condition=Q(near_percent__range=(0, 100)), name="tiers_forecast_percent"),
        ]
        indexes = [
            models.Index(
                fields=["programme_id", "changes_on", "member_id"],
                condition=Q(outlook="fall"),
                name="tiers_forecast_falling",
            ),
            models.Index(
                fields=["programme_id", "-near_percent", "member_id"],
                condition=Q(outlook="rise") | Q(near=True),
                name="tiers_forecast_rising",
            ),
        ]

    def __str__(self) -> str:
        """Return what is foreseen."""
        return f"{self.member_id}: {self.tier} to {self.tier_then}"


class ForecastRun(models.Model):
    """The last time the forecasts of a programme were made whole; `figures` hold what other terms would change."""

    programme_id = models.IntegerField(primary_key=True)
    made_on = models.DateField()
    made_at = models.BigIntegerField()
    members = models.BigIntegerField()
    figures = models.JSONField(default=dict)

    def __str__(self) -> str:
        """Return for which day."""
        return f"programme {self.programme_id} on {self.made_on}"


class StatusMatch(models.Model):
    """A tier given for a status held elsewhere: once per member and other programme, however its name is written."""

    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    other_key = models.CharField(max_length=100)
    other_programme = models.CharField(max_length=100)
    other_level = models.CharField(max_length=100)
    evidence = models.TextField()
    tier = models.CharField(max_length=40)
    until = models.DateField(null=True)
    actor = models.CharField(max_length=150)
    matched_at = models.BigIntegerField()
    event_seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "member_id", "other_key"], name="tiers_match_once"),
            models.CheckConstraint(
                condition=~Q(other_key="") & ~Q(other_level="") & ~Q(evidence=""), name="tiers_match_says_why"
            ),
        ]
        indexes = [models.Index(fields=["programme_id", "-id"], name="tiers_match_newest")]

    def __str__(self) -> str:
        """Return whose status was matched."""
        return f"{self.member_id}: {self.other_programme} {self.other_level}"
