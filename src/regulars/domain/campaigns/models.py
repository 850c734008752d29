"""Campaigns, and what became of each member whom they meant. Instants are microseconds since 1970 UTC."""

from django.db import models


class Campaign(models.Model):
    """A benefit for everybody in a segment. `members` is a bitmap of who was in it as of `as_of`."""

    programme_id = models.IntegerField()
    code = models.CharField(max_length=100)
    segment = models.CharField(max_length=60)
    benefit = models.CharField(max_length=40)
    quota = models.IntegerField()
    until = models.BigIntegerField(null=True)
    spare = models.BooleanField(default=False)
    reason = models.CharField(max_length=500)
    actor = models.CharField(max_length=150)
    created_at = models.BigIntegerField()
    as_of = models.BigIntegerField()
    members = models.BinaryField()
    size = models.IntegerField()
    runs = models.IntegerField(default=1)
    withdrawn_at = models.BigIntegerField(null=True)
    withdrawn_by = models.CharField(max_length=150, default="")
    withdrawn_why = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "code"], name="campaigns_once")]

    def __str__(self) -> str:
        """Return what is granted to whom."""
        return f"{self.benefit} to {self.segment}"


class CampaignMember(models.Model):
    """What became of a member whom a campaign meant, and their grant if they got one."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="outcomes")
    member_id = models.BigIntegerField()
    fate = models.CharField(max_length=10)
    grant_id = models.BigIntegerField(null=True)
    at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "member_id"], name="campaigns_member_once")]
        indexes = [models.Index(fields=["campaign", "fate", "member_id"], name="campaigns_fate")]

    def __str__(self) -> str:
        """Return what became of whom."""
        return f"member {self.member_id}: {self.fate}"
