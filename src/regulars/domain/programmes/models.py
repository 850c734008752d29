"""Programmes, their versions, and the numbers of their wallets."""

from django.db import models


class Programme(models.Model):
    """A programme; its small number is the first column of every key of the ledger."""

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class ProgrammeVersion(models.Model):
    """One document, which never changes. Numbers count from 1 within the programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=[("live", "live"), ("retired", "retired")])
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    installed_at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_version_number_once"),
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(state="live"), name="programmes_version_one_live"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["live", "retired"]), name="programmes_version_state_known"
            ),
        ]

    def __str__(self) -> str:
        """Return programme and number."""
        return f"{self.programme_id} version {self.number}"


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
