"""Grants, uses and ratings of benefits. Instants are microseconds since 1970 UTC, as in the ledger."""

from django.db import models
from django.db.models import Q


class Entitlement(models.Model):
    """A grant: `quota` uses of a benefit, through something that happened. `key` makes it once and only once."""

    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    benefit = models.CharField(max_length=40)
    origin = models.CharField(max_length=12)
    key = models.CharField(max_length=240)
    quota = models.IntegerField()
    granted_at = models.BigIntegerField()
    valid_from = models.BigIntegerField()
    valid_until = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, default="")
    actor = models.CharField(max_length=150, default="")
    detail = models.CharField(max_length=200, default="")
    giver = models.BigIntegerField(null=True)
    choice = models.CharField(max_length=40, default="")
    period_on = models.DateField(null=True)
    version_id = models.IntegerField()
    withdrawn_at = models.BigIntegerField(null=True)
    withdrawn_by = models.CharField(max_length=150, default="")
    withdrawn_why = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "key"], name="benefits_grant_once"),
            models.CheckConstraint(condition=Q(quota__gt=0), name="benefits_grant_of_uses"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")),
                name="benefits_grant_ends_later",
            ),
        ]
        indexes = [
            models.Index(fields=["programme_id", "member_id", "valid_until"], name="benefits_grant_member"),
            models.Index(fields=["programme_id", "-id"], name="benefits_grant_newest"),
        ]

    def __str__(self) -> str:
        """Return whose grant of what it is."""
        return f"{self.benefit} of {self.member_id}"


class Use(models.Model):
    """A use of a benefit, or a use given away. `slot` is which of the allotment's uses it is; 0: of any number.

    No two uses that stand have the same slot of one allotment, so that more than its quota cannot be used, whoever
    tries at the same moment.
    """

    programme_id = models.IntegerField()
    use_id = models.CharField(max_length=200)
    member_id = models.BigIntegerField()
    holder = models.BigIntegerField()
    benefit = models.CharField(max_length=40)
    origin = models.CharField(max_length=12)
    key = models.CharField(max_length=240)
    slot = models.IntegerField()
    given = models.BooleanField(default=False)
    channel = models.CharField(max_length=100, default="")
    store = models.CharField(max_length=100, default="")
    till = models.CharField(max_length=100, default="")
    order_id = models.CharField(max_length=200, default="")
    amount_minor = models.BigIntegerField(null=True)
    cost_minor = models.BigIntegerField()
    version_id = models.IntegerField()
    actor = models.CharField(max_length=150, default="")
    used_at = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    returned_at = models.BigIntegerField(null=True)
    returned_by = models.CharField(max_length=150, default="")
    returned_why = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "use_id"], name="benefits_use_once"),
            models.UniqueConstraint(
                fields=["programme_id", "holder", "key", "slot"],
                condition=Q(returned_at__isnull=True, slot__gt=0),
                name="benefits_use_of_quota",
            ),
            models.CheckConstraint(condition=Q(slot__gte=0), name="benefits_use_slot"),
        ]
        indexes = [
            models.Index(fields=["programme_id", "holder", "key"], name="benefits_use_allotment"),
            models.Index(fields=["programme_id", "member_id", "-id"], name="benefits_use_member"),
            models.Index(fields=["programme_id", "benefit", "used_at"], name="benefits_use_benefit"),
        ]

    def __str__(self) -> str:
        """Return who used what."""
        return f"{self.benefit} by {self.member_id}"


class Rating(models.Model):
    """What a member thinks of a benefit that they used, from 1 to 5: their last word."""

    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    benefit = models.CharField(max_length=40)
    score = models.SmallIntegerField()
    rated_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "member_id", "benefit"], name="benefits_rating_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="benefits_rating_range"),
        ]

    def __str__(self) -> str:
        """Return who thinks what of it."""
        return f"{self.benefit} by {self.member_id}: {self.score}"
