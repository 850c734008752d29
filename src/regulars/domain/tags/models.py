"""Tables of tags: what people made. What was computed is in files."""

from django.db import models


class TagRefresh(models.Model):
    """A refresh that came to its end, one row for each day of a programme."""

    programme_id = models.IntegerField()
    day = models.DateField()
    as_of = models.BigIntegerField()
    made_at = models.DateTimeField()
    seconds = models.FloatField()
    members = models.IntegerField()
    tags = models.IntegerField()
    computed = models.IntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "day"], name="tags_refresh_once")]

    def __str__(self) -> str:
        """Return of which programme and day."""
        return f"{self.programme_id} {self.day}"


class RuleTag(models.Model):
    """A tag that an expression over other tags gives."""

    programme_id = models.IntegerField()
    code = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    about_zh = models.CharField(max_length=400)
    about_en = models.CharField(max_length=400)
    expression = models.TextField()
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "code"], name="tags_rule_once")]

    def __str__(self) -> str:
        """Return its name."""
        return self.code


class ManualTag(models.Model):
    """A tag that people put on members."""

    programme_id = models.IntegerField()
    code = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    about_zh = models.CharField(max_length=400)
    about_en = models.CharField(max_length=400)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "code"], name="tags_manual_once")]

    def __str__(self) -> str:
        """Return its name."""
        return self.code


class Putting(models.Model):
    """A manual tag on a member, from when to when; `batch` names what was put on together."""

    tag = models.ForeignKey(ManualTag, on_delete=models.PROTECT, related_name="puttings")
    member_id = models.BigIntegerField()
    put_at = models.DateTimeField()
    put_by = models.CharField(max_length=150)
    until = models.DateField(null=True)
    batch = models.CharField(max_length=32)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=150, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "member_id"], condition=models.Q(taken_at__isnull=True), name="tags_on_member_once"
            )
        ]
        indexes = [
            models.Index(fields=["member_id"], name="tags_putting_member"),
            models.Index(fields=["batch"], name="tags_putting_batch"),
        ]

    def __str__(self) -> str:
        """Return which tag is on whom."""
        return f"{self.tag_id} on {self.member_id}"
