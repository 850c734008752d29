"""Partners, what was done for them, and what was settled. Rates and items are only ever added to."""

from django.db import models
from django.db.models import Q

from regulars.domain.partners.types import CapScope, Direction, DisputeKind, DisputeState, ItemKind, StatementState


def known(field: str, values: type[ItemKind | CapScope | Direction | DisputeKind | DisputeState | StatementState]) -> Q:
    """The condition that a column holds one of the values."""
    return Q(**{f"{field}__in": [value.value for value in values]})


class Partner(models.Model):
    """A partner of a programme. Its row is the lock under which caps are counted."""

    programme_id = models.IntegerField()
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    currency_zh = models.CharField(max_length=100)
    currency_en = models.CharField(max_length=100)
    wallet = models.CharField(max_length=40)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "code"], name="partners_partner_once")]

    def __str__(self) -> str:
        """Return its code."""
        return self.code


class PartnerKey(models.Model):
    """An API key that acts for one partner alone."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="keys")
    key_id = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        """Return which key."""
        return f"key {self.key_id}"


class PartnerCap(models.Model):
    """At most so many points in a direction over a scope."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="caps")
    scope = models.CharField(max_length=13)
    direction = models.CharField(max_length=6)
    points = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "scope", "direction"], name="partners_cap_once"),
            models.CheckConstraint(condition=known("scope", CapScope), name="partners_cap_scope_known"),
            models.CheckConstraint(condition=known("direction", Direction), name="partners_cap_direction_known"),
            models.CheckConstraint(condition=Q(points__gte=0), name="partners_cap_not_negative"),
        ]

    def __str__(self) -> str:
        """Return scope and points."""
        return f"{self.scope} {self.direction} {self.points}"


class PartnerRate(models.Model):
    """A rate in millionths, from a day on."""

    partner_id = models.BigIntegerField()
    valid_from = models.DateField()
    units_in_micro = models.BigIntegerField()
    units_out_micro = models.BigIntegerField()
    price_micro = models.BigIntegerField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)

    class Meta:
        managed = False
        db_table = "partners_rate"

    def __str__(self) -> str:
        """Return since when."""
        return f"from {self.valid_from}"


class PartnerItem(models.Model):
    """What was done for a partner, beside the ledger event that did it; instants in microseconds, days local."""

    partner_id = models.BigIntegerField()
    programme_id = models.IntegerField()
    member_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    reference = models.CharField(max_length=200)
    wallet = models.CharField(max_length=40)
    points = models.BigIntegerField()
    units = models.BigIntegerField()
    rate_id = models.BigIntegerField()
    event_id = models.CharField(max_length=300)
    event_seq = models.BigIntegerField()
    occurred_at = models.BigIntegerField()
    occurred_on = models.DateField()
    booked_on = models.DateField()
    reason = models.CharField(max_length=500)
    actor = models.CharField(max_length=150)
    asked = models.BigIntegerField()
    reverses_id = models.BigIntegerField(null=True, unique=True)

    class Meta:
        managed = False
        db_table = "partners_item"

    def __str__(self) -> str:
        """Return reference and points."""
        return f"{self.reference} {self.points:+d}"


class Statement(models.Model):
    """A month with a partner, from when it was issued."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="statements")
    period = models.DateField()
    state = models.CharField(max_length=6, default=StatementState.ISSUED.value)
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=150)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.CharField(max_length=150, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "period"], name="partners_statement_once"),
            models.CheckConstraint(condition=known("state", StatementState), name="partners_statement_state_known"),
        ]

    def __str__(self) -> str:
        """Return month and state."""
        return f"{self.period:%Y-%m} {self.state}"


class Upload(models.Model):
    """A file of the partner's books that was compared with ours."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="uploads")
    period = models.DateField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    lines = models.IntegerField()
    matched = models.IntegerField()
    differences = models.IntegerField()
    actor = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["partner", "period", "-id"], name="partners_upload_by_month")]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name


class Dispute(models.Model):
    """A difference between the books of a month."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="disputes")
    period = models.DateField()
    reference = models.CharField(max_length=200)
    kind = models.CharField(max_length=13)
    ours = models.BigIntegerField(null=True)
    theirs = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, default=DisputeState.OPEN.value)
    note = models.CharField(max_length=500, default="")
    actor = models.CharField(max_length=150, default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "period", "reference"], name="partners_dispute_once"),
            models.CheckConstraint(condition=known("kind", DisputeKind), name="partners_dispute_kind_known"),
            models.CheckConstraint(condition=known("state", DisputeState), name="partners_dispute_state_known"),
        ]

    def __str__(self) -> str:
        """Return what differs."""
        return f"{self.reference} {self.kind}"
