"""The table of jobs, the audit trail and the outbox."""

from django.db import models
from django.db.models import Q

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
STATES = (WAITING, RUNNING, DONE, FAILED, CANCELLED)


class Job(models.Model):
    """Work to be done outside a request. See `regulars.platform.jobs`."""

    kind = models.CharField(max_length=60)
    payload = models.JSONField()
    key = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=9, choices=[(state, state) for state in STATES], default=WAITING)
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(null=True)
    checkpoint = models.JSONField(null=True)
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    actor = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=[WAITING, RUNNING]) & ~Q(key=""),
                name="platform_job_key_once",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="platform_job_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RUNNING) | Q(lease_until__isnull=False), name="platform_job_running_has_lease"
            ),
        ]
        indexes = [
            models.Index(fields=["run_at"], condition=Q(state=WAITING), name="platform_job_due"),
            models.Index(fields=["lease_until"], condition=Q(state=RUNNING), name="platform_job_leased"),
            models.Index(fields=["kind", "-created_at"], name="platform_job_by_kind"),
        ]

    def __str__(self) -> str:
        """Return kind and number."""
        return f"{self.kind} {self.pk}"


class AuditEntry(models.Model):
    """One deed of the audit trail. See `regulars.platform.audit`.

    The migration made the table and guards it against changes; Django does not manage it, so that emptying all
    tables after a test leaves it alone.
    """

    recorded_at = models.BigIntegerField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    params = models.JSONField()

    class Meta:
        managed = False
        db_table = "platform_audit_entry"
        indexes = [
            models.Index(fields=["actor", "id"], name="platform_audit_by_actor"),
            models.Index(fields=["action", "id"], name="platform_audit_by_action"),
        ]

    def __str__(self) -> str:
        """Return who did what."""
        return f"{self.actor}: {self.action} {self.subject}"


class OutboxEntry(models.Model):
    """A message that waits to be taken, or was taken. See `regulars.platform.outbox`; instants in microseconds."""

    stream = models.CharField(max_length=60)
    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = models.JSONField()
    created_at = models.BigIntegerField()
    taken_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "platform_outbox_entry"
        constraints = [
            models.UniqueConstraint(fields=["stream", "topic", "key"], name="platform_outbox_once"),
        ]
        indexes = [
            models.Index(fields=["stream", "id"], name="platform_outbox_by_stream"),
            models.Index(fields=["stream", "id"], condition=Q(taken_at=None), name="platform_outbox_waiting"),
            models.Index(fields=["stream", "subject", "id"], name="platform_outbox_by_subject"),
            models.Index(fields=["created_at"], name="platform_outbox_by_age"),
        ]

    def __str__(self) -> str:
        """Return what it is about."""
        return f"{self.topic} {self.subject}"
