"""Reports by programme and quarter, changes opened of them, and competitors' benefits to hold one's own against."""

from django.db import models


class QuarterReport(models.Model):
    """The report on the benefits of a programme in a quarter such as `2026Q3`, as plain data."""

    programme_id = models.IntegerField()
    quarter = models.CharField(max_length=6)
    version_id = models.BigIntegerField()
    made_at = models.BigIntegerField()
    result = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "quarter"], name="benefit_health_one_report_a_quarter")
        ]

    def __str__(self) -> str:
        """Return of which programme and quarter."""
        return f"programme {self.programme_id} in {self.quarter}"


class OpenedChange(models.Model):
    """A change proposed by the report on a quarter that became the draft of this number."""

    programme_id = models.IntegerField()
    quarter = models.CharField(max_length=6)
    kind = models.CharField(max_length=10)
    target = models.CharField(max_length=200)
    number = models.IntegerField()
    opened_at = models.BigIntegerField()
    opened_by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["programme_id", "quarter"], name="benefit_health_opened")]

    def __str__(self) -> str:
        """Return what was opened."""
        return f"{self.kind} {self.target} of {self.quarter}"


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
