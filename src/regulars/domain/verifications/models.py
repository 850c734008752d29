"""Keys, codes that were shown, verifications, tills and what they settled. Instants are microseconds since 1970 UTC."""

from django.db import models
from django.db.models import Q

from regulars.domain.verifications.types.codes import Way
from regulars.domain.verifications.types.tills import TillState

WAYS = [way.value for way in Way]
STATES = [state.value for state in TillState]
KEY, GRANT_CODE, TILL_CODE = "code_key", "grant_code", "till_code"
"""What keys and codes are bound to when they are encrypted."""


class CodeKey(models.Model):
    """A key by which members' codes are signed from an instant on, until its successor begins."""

    programme_id = models.IntegerField()
    number = models.IntegerField()
    secret = models.BinaryField(help_text="encrypted")
    starts_at = models.BigIntegerField()
    ends_at = models.BigIntegerField(null=True)
    revoked_at = models.BigIntegerField(null=True)
    made_at = models.BigIntegerField()
    made_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "number"], name="verifications_key_number"),
        ]

    def __str__(self) -> str:
        """Return programme and number."""
        return f"{self.programme_id}/{self.number}"


class Verification(models.Model):
    """A use of a benefit or a voucher by somebody at a counter, made once and only once with the use itself.

    `fingerprint` is a digest of what was shown, to tell the same request from another under its id.
    """

    programme_id = models.IntegerField()
    request_id = models.CharField(max_length=150)
    fingerprint = models.BinaryField(max_length=16)
    way = models.CharField(max_length=8)
    member_id = models.BigIntegerField(null=True)
    benefit = models.CharField(max_length=40, default="")
    voucher = models.BigIntegerField(null=True)
    item = models.CharField(max_length=40, default="")
    use_id = models.CharField(max_length=200)
    channel = models.CharField(max_length=100, default="")
    store = models.CharField(max_length=100, default="")
    till = models.CharField(max_length=100, default="")
    till_number = models.BigIntegerField(null=True)
    order_id = models.CharField(max_length=200, default="")
    actor = models.CharField(max_length=150)
    verified_at = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    reversed_at = models.BigIntegerField(null=True)
    reversed_by = models.CharField(max_length=150, default="")
    reversed_why = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "request_id"], name="verifications_once"),
            models.CheckConstraint(condition=Q(way__in=WAYS), name="verifications_way_known"),
            models.CheckConstraint(
                condition=Q(benefit="", voucher__isnull=False) | ~Q(benefit="") & Q(voucher__isnull=True),
                name="verifications_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["programme_id", "-id"], name="verifications_newest"),
            models.Index(fields=["programme_id", "member_id", "-id"], name="verifications_member"),
            models.Index(fields=["programme_id", "store", "-id"], name="verifications_store"),
        ]

    def __str__(self) -> str:
        """Return what was used, by number."""
        return f"{self.pk} {self.benefit or self.item}"


class ShownCode(models.Model):
    """A member's code that was looked up or used; each is good for one use. `shown_to` may use it until `ends_at`."""

    programme_id = models.IntegerField()
    digest = models.BinaryField(max_length=16)
    shown_to = models.CharField(max_length=200)
    shown_at = models.BigIntegerField(db_index=True)
    ends_at = models.BigIntegerField()
    verification = models.OneToOneField(Verification, on_delete=models.PROTECT, null=True, related_name="shown_code")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "digest"], name="verifications_code_once"),
        ]

    def __str__(self) -> str:
        """Return a part of the digest."""
        return bytes(self.digest).hex()[:8]


class GrantVoucher(models.Model):
    """The code of a grant that is handed out as a voucher: encrypted, and found by its blind index."""

    programme_id = models.IntegerField()
    code_index = models.BinaryField(max_length=32)
    code = models.BinaryField()
    tail = models.CharField(max_length=4)
    grant_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    benefit = models.CharField(max_length=40)
    made_at = models.BigIntegerField()
    made_by = models.CharField(max_length=150)
    withdrawn_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "code_index"], name="verifications_grant_code"),
            models.UniqueConstraint(
                fields=["programme_id", "grant_id"],
                condition=Q(withdrawn_at__isnull=True),
                name="verifications_code_of_grant",
            ),
        ]

    def __str__(self) -> str:
        """Return its end."""
        return f"…{self.tail}"


class WrongShown(models.Model):
    """How many wrong codes somebody showed in one span of time, by a digest of who or where it was."""

    programme_id = models.IntegerField()
    subject = models.BinaryField(max_length=32)
    span = models.BigIntegerField(db_index=True)
    tries = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "subject", "span"], name="verifications_wrong_span"),
        ]

    def __str__(self) -> str:
        """Return how often."""
        return str(self.tries)


class Till(models.Model):
    """A till that may work without a network. It signs with a key of its own, of which the public part is here."""

    programme_id = models.IntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    store = models.CharField(max_length=100)
    public_key = models.BinaryField(max_length=32)
    registered_at = models.BigIntegerField()
    registered_by = models.CharField(max_length=150)
    revoked_at = models.BigIntegerField(null=True)
    last_number = models.BigIntegerField(default=0)
    settled_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "code"], name="verifications_till_code")]

    def __str__(self) -> str:
        """Return code and name."""
        return f"{self.code} {self.name}"


class TillUse(models.Model):
    """A use that a till settled under its own number, or could not settle."""

    till = models.ForeignKey(Till, on_delete=models.PROTECT, related_name="uses")
    number = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    code = models.BinaryField(help_text="encrypted")
    benefit = models.CharField(max_length=40, default="")
    order_id = models.CharField(max_length=200, default="")
    amount_minor = models.BigIntegerField(null=True)
    used_at = models.BigIntegerField()
    received_at = models.BigIntegerField()
    received_from = models.CharField(max_length=150)
    state = models.CharField(max_length=8)
    problem = models.CharField(max_length=60, default="")
    params = models.JSONField(default=dict)
    verification = models.OneToOneField(Verification, on_delete=models.PROTECT, null=True, related_name="till_use")
    closed_at = models.BigIntegerField(null=True)
    closed_by = models.CharField(max_length=150, default="")
    closed_why = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["till", "number"], name="verifications_till_number_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="verifications_till_state_known"),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(verification__isnull=False), name="verifications_settled_is_one"
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(state="conflict"), name="verifications_conflicts"),
        ]

    def __str__(self) -> str:
        """Return the till's number and the state."""
        return f"{self.number} {self.state}"
