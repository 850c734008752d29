"""The history of tiers and goals, and the programme's own accounts rolled up by day."""

from django.db import models


class TierChange(models.Model):
    """A change of tier, or why it was kept for now; a restatement supersedes it with what time order gives."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "posted_at", "ordinal")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    posted_at = models.BigIntegerField()
    ordinal = models.SmallIntegerField()
    event_seq = models.BigIntegerField(null=True)
    occurred_at = models.BigIntegerField()
    from_tier = models.SmallIntegerField()
    to_tier = models.SmallIntegerField()
    reason = models.SmallIntegerField()
    version_id = models.BigIntegerField()
    superseded_at = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "ledger_tier_change"

    def __str__(self) -> str:
        return f"{self.member_id} {self.from_tier} to {self.to_tier}"


class GoalReached(models.Model):
    """A goal reached, by period (the first day of its metric's window): for the how-manieth time, how often at once."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "goal", "period", "ordinal", "posted_at")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    goal = models.SmallIntegerField()
    period = models.IntegerField()
    ordinal = models.IntegerField(default=1)
    times = models.IntegerField(default=1)
    posted_at = models.BigIntegerField()
    event_seq = models.BigIntegerField(null=True)
    occurred_at = models.BigIntegerField()
    version_id = models.BigIntegerField()
    superseded_at = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "ledger_goal_reached"

    def __str__(self) -> str:
        return f"{self.member_id} goal {self.goal} in {self.period}"


class HouseChange(models.Model):
    """What one batch added to an account of the programme on a local day; `roll_up` moves it to the roll-up."""

    id = models.BigAutoField(primary_key=True)
    programme_id = models.IntegerField()
    wallet = models.SmallIntegerField()
    account = models.SmallIntegerField()
    day = models.IntegerField()
    points = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_house_change"

    def __str__(self) -> str:
        return f"{self.account} {self.points:+d}"


class HouseRollup(models.Model):
    """An account of the programme by local day, as far as rolled up."""

    pk = models.CompositePrimaryKey("programme_id", "wallet", "account", "day")
    programme_id = models.IntegerField()
    wallet = models.SmallIntegerField()
    account = models.SmallIntegerField()
    day = models.IntegerField()
    points = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_house_rollup"

    def __str__(self) -> str:
        return f"{self.account} on {self.day} {self.points:+d}"
