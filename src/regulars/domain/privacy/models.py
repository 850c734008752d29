"""Requests for copies and erasure, and who looked at whom. Instants are microseconds since 1970 UTC."""

from django.db import models
from django.db.models import F, Q

from regulars.domain.privacy.types import RequestKind, RequestState

KINDS = [kind.value for kind in RequestKind]
STATES = [state.value for state in RequestState]
OPEN = [RequestState.REQUESTED.value, RequestState.APPROVED.value]


class PrivacyRequest(models.Model):
    """A member's data are asked for, or their erasure."""

    programme_id = models.SmallIntegerField()
    member_id = models.BigIntegerField()
    kind = models.CharField(max_length=7)
    state = models.CharField(max_length=9, default=RequestState.REQUESTED.value)
    asked_by = models.CharField(max_length=150)
    asked_at = models.BigIntegerField()
    reason = models.CharField(max_length=500, default="", help_text="why staff ask for an erasure")
    decided_by = models.CharField(max_length=150, default="")
    decided_at = models.BigIntegerField(null=True)
    due_at = models.BigIntegerField(null=True)
    done_at = models.BigIntegerField(null=True)
    files_done = models.BooleanField(default=False, help_text="of an erasure: files outside the database, too")
    counts = models.JSONField(default=dict)
    job_id = models.BigIntegerField(null=True)
    file = models.CharField(max_length=80, default="")
    size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "privacy_request"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="privacy_request_kind_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="privacy_request_state_known"),
            models.CheckConstraint(
                condition=~Q(kind="erasure", state__in=["approved", "done"])
                | ~Q(decided_by="") & ~Q(decided_by=F("asked_by")),
                name="privacy_erasure_by_two",
            ),
            models.UniqueConstraint(
                fields=["programme_id", "member_id", "kind"],
                condition=Q(state__in=OPEN),
                name="privacy_request_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["programme_id", "-id"], name="privacy_request_newest"),
            models.Index(fields=["state", "due_at"], name="privacy_request_due"),
        ]

    def __str__(self) -> str:
        """Return what is asked for whom."""
        return f"{self.kind} of member {self.member_id}: {self.state}"


class Access(models.Model):
    """Somebody looked at a member, or at a list of `members` of them."""

    programme_id = models.SmallIntegerField()
    member_id = models.BigIntegerField(null=True)
    members = models.IntegerField(default=1)
    at = models.BigIntegerField()
    who = models.CharField(max_length=150)
    via = models.CharField(max_length=10)
    what = models.CharField(max_length=60)

    class Meta:
        db_table = "privacy_access"
        indexes = [
            models.Index(fields=["programme_id", "member_id", "-id"], name="privacy_access_of"),
            models.Index(fields=["programme_id", "who", "-id"], name="privacy_access_by"),
            models.Index(fields=["at"], name="privacy_access_age"),
        ]

    def __str__(self) -> str:
        """Return who looked at whom."""
        return f"{self.who} at {self.members} members" if self.member_id is None else f"{self.who} at {self.member_id}"
