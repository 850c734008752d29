"""The last report of each programme, and the benefits of competitors against which its own are held."""

from django.db import models


class HealthRun(models.Model):
    """The last report on the benefits of a programme, as plain data."""

    programme_id = models.IntegerField(primary_key=True)
    version_id = models.BigIntegerField()
    made_at = models.BigIntegerField()
    result = models.JSONField()

    def __str__(self) -> str:
        """Return of which programme."""
        return f"programme {self.programme_id}"


class CompetitorOffer(models.Model):
    """A benefit of a competitor, as an operator knows it."""

    programme_id = models.IntegerField()
    competitor = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    figure = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    about = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["programme_id", "competitor"], name="benefit_health_offers")]

    def __str__(self) -> str:
        """Return whose it is."""
        return f"{self.kind} of {self.competitor}"
