"""Programmes, their versions and reviews, when versions come into force, and the numbers of their wallets."""

from django.db import models
from django.db.models import F, Q

from regulars.domain.programmes.types import WHOLE, ActivationKind, Decision, VersionState


class Programme(models.Model):
    """A programme; its small number is the first column of every key of the ledger."""

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class ProgrammeVersion(models.Model):
    """One document. Numbers count from 1 within the programme, drafts included.

    While it is a draft only `text` counts; submitted, `document` is what it says and nothing but the state changes
    any more, which a trigger holds (made by a migration: one that rebuilds this table on SQLite makes it again).
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=[(state, state) for state in VersionState])
    text = models.TextField()
    document = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    author = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    base = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_version_number_once"),
            models.CheckConstraint(condition=Q(state__in=list(VersionState)), name="programmes_version_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[VersionState.DRAFT, VersionState.WITHDRAWN])
                | (Q(document__isnull=False) & ~Q(sha256="")),
                name="programmes_version_submitted_is_whole",
            ),
        ]

    def __str__(self) -> str:
        """Return programme and number."""
        return f"{self.programme_id} version {self.number}"


class Review(models.Model):
    """The one decision about a version. A trigger refuses the version's author as reviewer."""

    version = models.OneToOneField(ProgrammeVersion, on_delete=models.PROTECT, related_name="review")
    reviewer = models.CharField(max_length=150)
    decided_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=[(decision, decision) for decision in Decision])
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=list(Decision)), name="programmes_review_decision_known"),
            models.CheckConstraint(
                condition=Q(decision=Decision.APPROVED) | ~Q(comment=""), name="programmes_review_rejection_says_why"
            ),
        ]

    def __str__(self) -> str:
        """Return the decision and whose it is."""
        return f"{self.decision} by {self.reviewer}"


class Activation(models.Model):
    """A version comes into force for a share of the members. Rows are added and never changed.

    Instants are microseconds since 1970 UTC. The first version of a programme starts at 0: it holds for all that
    happened before it was installed. Django does not manage the table, so that emptying all tables after a test
    leaves it alone; triggers guard it, and refuse a version of another programme or one that was not approved.
    """

    programme_id = models.SmallIntegerField()
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    starts_at = models.BigIntegerField()
    share = models.PositiveIntegerField()
    kind = models.CharField(max_length=11, choices=[(kind, kind) for kind in ActivationKind])
    known_at = models.BigIntegerField()
    actor = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        managed = False
        db_table = "programmes_activation"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ActivationKind.PILOT, share__gte=1, share__lt=WHOLE)
                | (~Q(kind=ActivationKind.PILOT) & Q(share=WHOLE)),
                name="programmes_activation_share_fits",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(ActivationKind)), name="programmes_activation_kind_known"),
            models.CheckConstraint(
                condition=Q(starts_at=0)
                | Q(kind=ActivationKind.CORRECTION, starts_at__lt=F("known_at"))
                | (~Q(kind=ActivationKind.CORRECTION) & Q(starts_at__gt=F("known_at"))),
                name="programmes_activation_start_fits",
            ),
        ]
        indexes = [models.Index(fields=["programme_id", "starts_at", "id"], name="programmes_activation_due")]

    def __str__(self) -> str:
        """Return what comes into force."""
        return f"{self.kind} of version {self.version_id}"


class Cancellation(models.Model):
    """An activation that will not happen. Rows are added and never changed; a trigger refuses one that comes late."""

    activation = models.OneToOneField(
        Activation, on_delete=models.PROTECT, related_name="cancellation", db_constraint=False
    )
    known_at = models.BigIntegerField()
    actor = models.CharField(max_length=150)
    reason = models.TextField()

    class Meta:
        managed = False
        db_table = "programmes_cancellation"

    def __str__(self) -> str:
        """Return what is cancelled."""
        return f"cancellation of {self.activation_id}"


class WalletNumber(models.Model):
    """The number under which the ledger keeps a wallet, the same in all versions."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="wallets")
    wallet = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "wallet"], name="programmes_wallet_once"),
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_wallet_number_once"),
        ]

    def __str__(self) -> str:
        """Return wallet and number."""
        return f"{self.wallet} = {self.number}"
