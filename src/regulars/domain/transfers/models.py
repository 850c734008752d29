"""Transfers that were made: what makes them repeatable, limited and undoable. The points are in the ledger."""

from django.db import models
from django.db.models import F, Q


class Transfer(models.Model):
    """A transfer; instants are microseconds since 1970 UTC, `sent_on` is the local day of the programme."""

    programme_id = models.IntegerField()
    transfer_id = models.CharField(max_length=200)
    sender = models.BigIntegerField()
    receiver = models.BigIntegerField()
    wallet = models.CharField(max_length=40)
    points = models.BigIntegerField()
    fee = models.BigIntegerField()
    reason = models.CharField(max_length=500, default="")
    actor = models.CharField(max_length=150, default="")
    made_at = models.BigIntegerField()
    sent_on = models.DateField()
    sent_seq = models.BigIntegerField()
    received_seq = models.BigIntegerField()
    undone_at = models.BigIntegerField(null=True)
    undone_by = models.CharField(max_length=150, default="")
    undone_why = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "transfer_id"], name="transfers_transfer_once"),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="transfers_transfer_between_two"),
            models.CheckConstraint(condition=Q(points__gt=0, fee__gte=0), name="transfers_transfer_moves_points"),
        ]
        indexes = [
            models.Index(fields=["programme_id", "sender", "wallet", "sent_on"], name="transfers_by_sender"),
            models.Index(fields=["programme_id", "receiver", "id"], name="transfers_by_receiver"),
        ]

    def __str__(self) -> str:
        """Return its id and who gave whom."""
        return f"{self.transfer_id}: {self.sender} to {self.receiver}"
