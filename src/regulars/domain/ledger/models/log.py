"""What is only ever added to: events, their keys, the journal, postings and uses of lots."""

from django.db import models


class Event(models.Model):
    """An accepted event: `body` is its canonical JSON, `log_seq` its number in the member's log."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "log_seq")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    log_seq = models.BigIntegerField()
    occurred_at = models.BigIntegerField()
    accepted_at = models.BigIntegerField()
    key = models.BigIntegerField()
    order_key = models.BigIntegerField()
    version_id = models.BigIntegerField()
    kind = models.TextField()
    source = models.TextField()
    event_id = models.TextField()
    body = models.TextField()

    class Meta:
        managed = False
        db_table = "ledger_event"

    def __str__(self) -> str:
        return f"{self.member_id}-{self.log_seq} {self.kind}"


class EventKey(models.Model):
    """An event's key and the hash of what was sent under it: makes every write repeatable."""

    pk = models.CompositePrimaryKey("programme_id", "source", "event_id")
    programme_id = models.IntegerField()
    source = models.TextField()
    event_id = models.TextField()
    member_id = models.BigIntegerField()
    log_seq = models.BigIntegerField()
    request_hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_event_key"

    def __str__(self) -> str:
        return f"{self.source}/{self.event_id}"


class Journal(models.Model):
    """A transaction in a member's wallet, sealed by a hash over the one before, itself and its postings."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "wallet", "seq")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    wallet = models.SmallIntegerField()
    seq = models.BigIntegerField()
    kind = models.SmallIntegerField()
    points = models.BigIntegerField()
    available_after = models.BigIntegerField()
    debt_after = models.BigIntegerField()
    event_seq = models.BigIntegerField(null=True)
    rule = models.SmallIntegerField()
    basis = models.BigIntegerField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    uncapped = models.BigIntegerField()
    tier = models.SmallIntegerField()
    multipliers = models.BigIntegerField()
    lot_no = models.BigIntegerField()
    occurred_at = models.BigIntegerField()
    posted_at = models.BigIntegerField()
    version_id = models.BigIntegerField()
    detail = models.TextField(null=True)  # noqa: DJ001 - only restatements have one, and NULL says so to the CHECK
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_journal"

    def __str__(self) -> str:
        return f"{self.member_id}/{self.wallet}/{self.seq} {self.points:+d}"


class Posting(models.Model):
    """A leg of a transaction; account 1 is the member, 100 and above are the programme's own."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "wallet", "seq", "leg")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    wallet = models.SmallIntegerField()
    seq = models.BigIntegerField()
    leg = models.SmallIntegerField()
    account = models.SmallIntegerField()
    points = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_posting"

    def __str__(self) -> str:
        return f"{self.member_id}/{self.wallet}/{self.seq}.{self.leg} {self.account} {self.points:+d}"


class LotUse(models.Model):
    """Points a transaction drew from a lot; negative: given back."""

    pk = models.CompositePrimaryKey("programme_id", "member_id", "wallet", "seq", "lot_no")
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    wallet = models.SmallIntegerField()
    seq = models.BigIntegerField()
    lot_no = models.BigIntegerField()
    points = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_lot_use"

    def __str__(self) -> str:
        return f"{self.member_id}/{self.wallet}/{self.seq} lot {self.lot_no} {self.points:+d}"
