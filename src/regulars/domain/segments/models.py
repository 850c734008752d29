"""Segments, their versions, who is in them, who moved, and when time will move somebody."""

from django.db import models

_AUTHOR = 150


class Segment(models.Model):
    """A segment. `members` is a bitmap of who is in it; `as_of` is null before it was worked out."""

    programme_id = models.IntegerField()
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    archived_at = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()
    created_by = models.CharField(max_length=_AUTHOR)
    members = models.BinaryField(default=b"")
    size = models.IntegerField(default=0)
    universe = models.IntegerField(default=0)
    as_of = models.BigIntegerField(null=True)
    took_ms = models.IntegerField(default=0)
    stamp = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme_id", "code"], name="segment_code_once")]

    def __str__(self) -> str:
        """Return which segment of which programme."""
        return f"programme {self.programme_id} segment {self.code}"


class SegmentVersion(models.Model):
    """A segment as it was saved; the newest is in use."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="versions")
    number = models.IntegerField()
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=1_000)
    expression = models.TextField()
    saved_at = models.BigIntegerField()
    saved_by = models.CharField(max_length=_AUTHOR)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "number"], name="segment_version_once")]

    def __str__(self) -> str:
        """Return which version of which segment."""
        return f"segment {self.segment_id} version {self.number}"


class SegmentMark(models.Model):
    """Everybody who was in a segment at an instant: where reading the past begins."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="marks")
    at = models.BigIntegerField()
    move_id = models.BigIntegerField(default=0)
    members = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["segment", "at", "id"], name="segment_mark_at")]

    def __str__(self) -> str:
        """Return of which segment."""
        return f"segment {self.segment_id} at {self.at}"


class SegmentMove(models.Model):
    """A member entered or left."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="moves")
    member_id = models.BigIntegerField()
    at = models.BigIntegerField()
    entered = models.BooleanField()
    cause = models.CharField(max_length=10)

    class Meta:
        indexes = [
            models.Index(fields=["segment", "at", "id"], name="segment_move_at"),
            models.Index(fields=["member_id", "segment"], name="segment_move_member"),
        ]

    def __str__(self) -> str:
        """Return who moved where."""
        return f"member {self.member_id} segment {self.segment_id} entered {self.entered}"


class SegmentFlip(models.Model):
    """The instant at which time alone may move a member."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="flips")
    member_id = models.BigIntegerField()
    due_at = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "member_id"], name="segment_flip_once")]

    def __str__(self) -> str:
        """Return who and when."""
        return f"member {self.member_id} segment {self.segment_id} at {self.due_at}"


class SegmentDay(models.Model):
    """How many a segment held at the end of a day, and who came and went on it."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    size = models.IntegerField()
    entered = models.IntegerField(default=0)
    departed = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "day"], name="segment_day_once")]

    def __str__(self) -> str:
        """Return of which day."""
        return f"segment {self.segment_id} on {self.day}"


class SegmentFeed(models.Model):
    """How far the history was followed: the files of events that were looked at, by programme."""

    programme_id = models.IntegerField(primary_key=True)
    parts = models.JSONField(default=list)

    def __str__(self) -> str:
        """Return of which programme."""
        return f"programme {self.programme_id}"
