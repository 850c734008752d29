"""The last report of each programme."""

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
