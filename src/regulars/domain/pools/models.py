"""Pools, who is in them, and what was spent from them. The points themselves are in the members' own wallets."""

from django.db import models
from django.db.models import Q


class Pool(models.Model):
    """A pool; open until it is closed. Instants are microseconds since 1970 UTC, as in the ledger."""

    programme_id = models.IntegerField()
    name = models.CharField(max_length=100)
    owner = models.BigIntegerField()
    created_at = models.BigIntegerField()
    created_by = models.CharField(max_length=150, default="")
    closed_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["programme_id", "-id"], name="pools_pool_newest")]

    def __str__(self) -> str:
        """Return its number and name."""
        return f"{self.pk} {self.name}"


class PoolMember(models.Model):
    """One stay of a member in a pool, from the invitation on; `left_at` ends it, also when the pool is closed."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="members")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    contributes = models.BooleanField()
    may_spend = models.BooleanField()
    monthly_limit = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    invited_at = models.BigIntegerField()
    invited_by = models.CharField(max_length=150, default="")
    joined_at = models.BigIntegerField(null=True)
    left_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme_id", "member_id"],
                condition=Q(joined_at__isnull=False, left_at__isnull=True),
                name="pools_member_in_one_pool",
            ),
            models.UniqueConstraint(
                fields=["pool", "member_id"], condition=Q(left_at__isnull=True), name="pools_member_once"
            ),
            models.CheckConstraint(
                condition=Q(monthly_limit__isnull=True) | Q(monthly_limit__gt=0), name="pools_member_limit_positive"
            ),
        ]
        indexes = [models.Index(fields=["programme_id", "member_id", "-id"], name="pools_member_stays")]

    def __str__(self) -> str:
        """Return who is in which pool."""
        return f"{self.member_id} in {self.pool_id}"


class Spending(models.Model):
    """A redemption of a pool; `spent_on` is the local day of the programme."""

    programme_id = models.IntegerField()
    redemption_id = models.CharField(max_length=200)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="spendings")
    spender = models.BigIntegerField()
    wallet = models.CharField(max_length=40)
    points = models.BigIntegerField()
    order_id = models.CharField(max_length=260)
    amount_minor = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=500, default="")
    actor = models.CharField(max_length=150, default="")
    spent_at = models.BigIntegerField()
    spent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "redemption_id"], name="pools_spending_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="pools_spending_of_points"),
        ]
        indexes = [
            models.Index(fields=["programme_id", "order_id", "spender"], name="pools_spending_order"),
            models.Index(fields=["pool", "spender", "wallet", "spent_on"], name="pools_spending_month"),
        ]

    def __str__(self) -> str:
        """Return its id and how much it was."""
        return f"{self.redemption_id} {self.points}"


class Part(models.Model):
    """What one contributor paid of a redemption; `seq` is the event in their log. What came back is in the ledger."""

    spending = models.ForeignKey(Spending, on_delete=models.PROTECT, related_name="parts")
    member_id = models.BigIntegerField()
    points = models.BigIntegerField()
    seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["spending", "member_id"], name="pools_part_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="pools_part_of_points"),
        ]

    def __str__(self) -> str:
        """Return whose and how much."""
        return f"{self.member_id}: {self.points}"


class Return(models.Model):
    """Points of a redemption that staff gave back; what refunds give back stands in the ledger alone."""

    spending = models.ForeignKey(Spending, on_delete=models.PROTECT, related_name="returns")
    return_id = models.CharField(max_length=200)
    points = models.BigIntegerField()
    reason = models.CharField(max_length=500, default="")
    actor = models.CharField(max_length=150, default="")
    returned_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["spending", "return_id"], name="pools_return_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="pools_return_of_points"),
        ]

    def __str__(self) -> str:
        """Return its id and how much it was."""
        return f"{self.return_id} {self.points}"
