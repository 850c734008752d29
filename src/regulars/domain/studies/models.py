"""Questions with their answers, histories from files, links, and which studies go with a version."""

from django.db import models
from django.db.models import Q

from regulars.domain.studies.types import OPEN, WHOLE, HistoryState, StudyState

_HISTORY_STATES = [state.value for state in HistoryState]
_STUDY_STATES = [state.value for state in StudyState]


class FileHistory(models.Model):
    """A history that was built from a file of orders; instants are microseconds since 1970 UTC."""

    programme_id = models.IntegerField()
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=9, default=HistoryState.MAPPING.value)
    shape = models.JSONField(null=True, help_text="what a look at the file told; null: built without a mapping")
    mapping = models.JSONField(null=True, help_text="which column is which field")
    report = models.JSONField(default=dict)
    failure = models.JSONField(null=True)
    actor = models.CharField(max_length=150)
    created_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_HISTORY_STATES), name="studies_history_state_known"),
        ]
        indexes = [models.Index(fields=["programme_id", "-id"], name="studies_history_newest")]

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name


class Study(models.Model):
    """A question; instants are microseconds since 1970 UTC. `answer` is JSON, empty until there is one."""

    programme_id = models.IntegerField()
    name = models.CharField(max_length=200)
    history = models.ForeignKey(FileHistory, on_delete=models.PROTECT, null=True, related_name="studies")
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    share = models.IntegerField(default=WHOLE)
    as_logged = models.BooleanField(default=False)
    sweep = models.JSONField(null=True)
    responses = models.JSONField(null=True)
    state = models.CharField(max_length=9, default=StudyState.WAITING.value)
    job_id = models.BigIntegerField(null=True)
    answer = models.TextField(default="")
    failure = models.JSONField(null=True)
    author = models.CharField(max_length=150)
    created_at = models.BigIntegerField()
    started_at = models.BigIntegerField(null=True)
    finished_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_STUDY_STATES), name="studies_study_state_known"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=WHOLE), name="studies_study_share_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(author=""), name="studies_study_says_whose"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in OPEN], finished_at=None)
                | ~Q(state__in=[one.value for one in OPEN]) & Q(finished_at__isnull=False),
                name="studies_study_ended_says_when",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(answer=""), name="studies_study_done_has_answer"),
        ]
        indexes = [models.Index(fields=["programme_id", "-id"], name="studies_study_newest")]

    def __str__(self) -> str:
        """Return name and state."""
        return f"{self.name}: {self.state}"


class Part(models.Model):
    """A document of a study as it was when the question was put; place 0 is the baseline."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="parts")
    place = models.SmallIntegerField()
    name = models.CharField(max_length=200)
    number = models.IntegerField(null=True, help_text="of the version that it was taken from or saved as")
    sha256 = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "place"], name="studies_part_once"),
            models.CheckConstraint(condition=Q(place__gte=0), name="studies_part_placed"),
        ]
        indexes = [models.Index(fields=["sha256"], name="studies_part_by_content")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Attachment(models.Model):
    """A study that goes with a version."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="attachments")
    place = models.SmallIntegerField()
    version_id = models.BigIntegerField()
    number = models.IntegerField()
    attached_by = models.CharField(max_length=150)
    attached_at = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "version_id"], name="studies_attached_once")]
        indexes = [models.Index(fields=["version_id", "-id"], name="studies_attached_to")]

    def __str__(self) -> str:
        """Return what goes with what."""
        return f"study {self.study_id} with version {self.number}"


class Link(models.Model):
    """A way in for somebody without an account, to the figures of one study."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="links")
    secret = models.CharField(max_length=32)
    created_by = models.CharField(max_length=150)
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)
    revoked_by = models.CharField(max_length=150, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by="") | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="studies_link_revoked_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["study", "-id"], name="studies_link_newest")]

    def __str__(self) -> str:
        """Return the study."""
        return f"link to study {self.study_id}"
