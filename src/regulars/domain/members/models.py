"""Members and the identifiers they are known by."""

from django.db import models
from django.db.models import Q

from regulars.domain.members.types import IdentifierKind, MemberState

STATES = [state.value for state in MemberState]
KINDS = [kind.value for kind in IdentifierKind]
NAME = "name"
"""What a name is bound to when it is encrypted."""


class Member(models.Model):
    """Somebody who takes part in a programme. Instants are microseconds since 1970 UTC, as in the ledger."""

    id = models.BigAutoField(primary_key=True)
    programme_id = models.SmallIntegerField()
    state = models.CharField(max_length=8, default=MemberState.ACTIVE.value)
    enrolled_at = models.BigIntegerField(help_text="the first instant anything is known of")
    name = models.BinaryField(null=True, help_text="encrypted")
    birth_month = models.SmallIntegerField(null=True)
    language = models.CharField(max_length=35, default="")
    attributes = models.JSONField(default=dict)
    told_at = models.BigIntegerField(default=0, help_text="when the member last spoke of themselves")
    merged_into = models.BigIntegerField(null=True, help_text="the member they take part as")
    lent = models.JSONField(null=True, help_text="numbers of the identifiers that lead to that member since")

    class Meta:
        indexes = [
            models.Index(fields=["programme_id", "id"]),
            models.Index(fields=["programme_id", "enrolled_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="members_member_state_known"),
            models.CheckConstraint(
                condition=Q(birth_month__isnull=True) | Q(birth_month__range=(1, 12)),
                name="members_member_birth_month_exists",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False, lent__isnull=False)
                | ~Q(state="merged") & Q(merged_into=None, lent=None),
                name="members_member_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        """Return programme and number."""
        return f"{self.programme_id}/{self.pk}"


class Identifier(models.Model):
    """One identifier of one member: findable by its keyed digest, readable only by decryption."""

    programme_id = models.SmallIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=11)
    blind_index = models.BinaryField(max_length=32)
    value = models.BinaryField(help_text="encrypted")

    class Meta:
        constraints = [
            # the digest covers the kind, so equal texts of two kinds do not meet
            models.UniqueConstraint(fields=["programme_id", "blind_index"], name="members_identifier_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="members_identifier_kind_known"),
        ]

    def __str__(self) -> str:
        """Return whose and of what kind; never the value."""
        return f"{self.kind} of {self.member_id}"
