"""What follows from the log and is kept beside it: member states, accounts, lots."""

from django.db import models


class MemberState(models.Model):
    """What the engine needs to know of a member before the next event, and the lock on their stream."""

    pk = models.CompositePrimaryKey("programme_id", "member_id")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    clock = models.BigIntegerField()
    clock_key = models.BigIntegerField()
    enrolled_day = models.IntegerField()
    birth_month = models.SmallIntegerField()
    tier = models.SmallIntegerField()
    tier_since_day = models.IntegerField()
    grace_until_day = models.IntegerField()
    floor_tier = models.SmallIntegerField()
    floor_until_day = models.IntegerField()
    next_review_day = models.IntegerField()
    next_due_day = models.IntegerField()
    events = models.BigIntegerField()
    next_timeout_at = models.BigIntegerField(default=0)
    lock_until_day = models.IntegerField(default=0)
    log_seq = models.BigIntegerField()
    accepted_at = models.BigIntegerField()
    active_at = models.BigIntegerField()
    version_id = models.BigIntegerField()
    progress = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_member_state"

    def __str__(self) -> str:
        return f"member {self.member_id} at {self.log_seq}"


class Account(models.Model):
    """A member's wallet: `available` is what open lots hold less the debt."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "wallet")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    wallet = models.SmallIntegerField()
    seq = models.BigIntegerField()
    lots = models.BigIntegerField()
    available = models.BigIntegerField()
    debt = models.BigIntegerField()
    earned = models.BigIntegerField()
    held = models.BigIntegerField(default=0)
    pending = models.BigIntegerField(default=0)
    owed = models.BigIntegerField(default=0)
    next_expiry_day = models.IntegerField()
    chain_head = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_account"

    def __str__(self) -> str:
        return f"{self.member_id}/{self.wallet} {self.available}"


class Draw(models.Model):
    """Points drawn from a lot (0: as debt) that may come back: held until an instant, or spent on an order."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "spend_seq", "wallet", "place")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    spend_seq = models.BigIntegerField()
    wallet = models.SmallIntegerField()
    place = models.IntegerField()
    key = models.BigIntegerField()
    lot_no = models.BigIntegerField()
    points = models.BigIntegerField()
    spent = models.BigIntegerField()
    held_until = models.BigIntegerField()
    order_key = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_draw"

    def __str__(self) -> str:
        return f"{self.member_id}/{self.wallet} lot {self.lot_no} {self.points}/{self.spent}"


class Lot(models.Model):
    """Points of one origin; `remaining` is `earned` less its uses."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "wallet", "lot_no")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    wallet = models.SmallIntegerField()
    lot_no = models.BigIntegerField()
    source_seq = models.BigIntegerField()
    rule = models.SmallIntegerField()
    order_key = models.BigIntegerField()
    earned_at = models.BigIntegerField()
    expires_day = models.IntegerField()
    earned = models.BigIntegerField()
    remaining = models.BigIntegerField()
    expired = models.BigIntegerField()
    taken = models.BigIntegerField()
    basis = models.BigIntegerField()
    refunded = models.BigIntegerField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    uncapped = models.BigIntegerField()
    tier = models.SmallIntegerField()
    multipliers = models.BigIntegerField()
    pending_day = models.IntegerField(default=0)
    step = models.BigIntegerField(default=0)
    rounding = models.SmallIntegerField(default=0)
    version_id = models.BigIntegerField()
    superseded_at = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "ledger_lot"

    def __str__(self) -> str:
        return f"{self.member_id}/{self.wallet} lot {self.lot_no} {self.remaining}/{self.earned}"
