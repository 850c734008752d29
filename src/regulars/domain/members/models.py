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
    erased_at = models.BigIntegerField(null=True, help_text="when everything personal was removed")
    merged_into = models.BigIntegerField(null=True, help_text="the member they take part as")
    lent = models.JSONField(null=True, help_text="numbers of the identifiers that lead to that member since")

    class Meta:
        indexes = [
            models.Index(fields=["programme_id", "id"]),
            models.Index(fields=["programme_id", "enrolled_at", "id"]),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="members_member_merged"),
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
    name = models.CharField(max_length=30, default="", help_text="of an external id of a further system")
    blind_index = models.BinaryField(max_length=32)
    value = models.BinaryField(help_text="encrypted")

    class Meta:
        constraints = [
            # the digest covers the kind, so equal texts of two kinds do not meet
            models.UniqueConstraint(fields=["programme_id", "blind_index"], name="members_identifier_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="members_identifier_kind_known"),
            models.CheckConstraint(
                condition=Q(name="") | Q(kind=IdentifierKind.EXTERNAL_ID.value), name="members_identifier_named"
            ),
        ]

    def __str__(self) -> str:
        """Return whose and of what kind; never the value."""
        return f"{self.kind} of {self.member_id}"


class Sharing(models.Model):
    """Somebody who used an identifier that is another member's: a family card, a tablet at the counter."""

    identifier = models.ForeignKey(Identifier, on_delete=models.CASCADE, related_name="sharings")
    member_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identifier", "member_id"], name="members_sharing_once"),
        ]
        indexes = [models.Index(fields=["member_id"], name="members_sharing_of")]

    def __str__(self) -> str:
        """Return who shares what."""
        return f"{self.member_id} uses {self.identifier_id}"


class Meeting(models.Model):
    """Identifiers of two members that came in one event; instants are microseconds since 1970 UTC."""

    programme_id = models.SmallIntegerField()
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    kinds = models.CharField(max_length=200)
    times = models.IntegerField(default=1)
    last_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "first", "second"], name="members_meeting_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="members_meeting_ascending"),
        ]
        indexes = [models.Index(fields=["programme_id", "second"], name="members_meeting_second")]

    def __str__(self) -> str:
        """Return who met whom."""
        return f"{self.first} and {self.second}"


class KeyRuleRow(models.Model):
    """What an operator has said of identifiers of a kind, or of external ids of a name."""

    programme_id = models.SmallIntegerField()
    kind = models.CharField(max_length=11)
    name = models.CharField(max_length=30, default="")
    taken = models.BooleanField()
    most = models.IntegerField()
    shared_by = models.IntegerField()
    pattern = models.CharField(max_length=200, default="")
    region = models.CharField(max_length=2, default="")
    blocked = models.JSONField(default=list)
    on_blocked = models.CharField(max_length=6)

    class Meta:
        db_table = "members_key_rule"
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "kind", "name"], name="members_key_rule_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="members_key_rule_kind_known"),
            models.CheckConstraint(condition=Q(most__gte=1, shared_by__gte=1), name="members_key_rule_limits"),
        ]

    def __str__(self) -> str:
        """Return of what it is."""
        return f"{self.programme_id}: {self.kind} {self.name}".strip()
