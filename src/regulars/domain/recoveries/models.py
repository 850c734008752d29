"""Requests to write off what members owe."""

from django.db import models
from django.db.models import F, Q


class WriteOff(models.Model):
    """A request, and the decision of somebody else; instants are microseconds since 1970 UTC."""

    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    wallet = models.CharField(max_length=40)
    points = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=9, default="requested")
    requested_by = models.CharField(max_length=150)
    requested_at = models.BigIntegerField()
    decided_by = models.CharField(max_length=150, default="")
    decided_at = models.BigIntegerField(null=True)
    comment = models.CharField(max_length=500, default="")
    written_off = models.BigIntegerField(null=True)
    event_seq = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="recoveries_write_off_of_points"),
            models.CheckConstraint(
                condition=Q(state="requested", decided_by="", decided_at=None)
                | Q(state__in=["approved", "rejected"], decided_at__isnull=False) & ~Q(decided_by=""),
                name="recoveries_write_off_decided",
            ),
            models.CheckConstraint(
                condition=~Q(requested_by="") & ~Q(requested_by=F("decided_by")), name="recoveries_write_off_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", event_seq__isnull=False, written_off__gt=0, written_off__lte=F("points"))
                | ~Q(state="approved") & Q(event_seq=None, written_off=None),
                name="recoveries_write_off_posted",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(comment=""), name="recoveries_write_off_rejection_says_why"
            ),
            models.UniqueConstraint(
                fields=["programme_id", "member_id", "wallet"],
                condition=Q(state="requested"),
                name="recoveries_write_off_one_waits",
            ),
        ]
        indexes = [
            models.Index(fields=["programme_id", "-id"], name="recoveries_write_off_newest"),
            models.Index(fields=["programme_id", "member_id", "-id"], name="recoveries_write_off_member"),
        ]

    def __str__(self) -> str:
        """Return who owes how much less."""
        return f"{self.member_id}/{self.wallet} {self.points} {self.state}"
