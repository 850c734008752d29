"""The last diagnosis of each programme, and what was proposed and opened."""

from django.db import models


class DiagnosisRun(models.Model):
    """The last diagnosis of a programme. `history` is the hash of the files that it was made of."""

    programme_id = models.IntegerField(primary_key=True)
    version_id = models.BigIntegerField()
    made_at = models.BigIntegerField()
    history = models.CharField(max_length=64)
    took_ms = models.IntegerField()
    result = models.JSONField()

    def __str__(self) -> str:
        """Return of which programme."""
        return f"programme {self.programme_id}"


class OpenedProposal(models.Model):
    """A change that somebody opened as a draft; `replay` holds tables of what came of it, none until it is replayed."""

    programme_id = models.IntegerField()
    number = models.IntegerField()
    key = models.CharField(max_length=100)
    measure = models.CharField(max_length=40)
    opened_at = models.BigIntegerField()
    opened_by = models.CharField(max_length=150)
    replay = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "number"], name="diagnosis_opened_draft_once"),
        ]

    def __str__(self) -> str:
        """Return which draft it became."""
        return f"programme {self.programme_id} version {self.number}"
