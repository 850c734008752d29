"""Codes, sessions, keys of apps, used tokens and attempts. Instants are microseconds since 1970 UTC."""

from django.db import models
from django.db.models import Q

from regulars.domain.sign_ins.types import Way

WAYS = [way.value for way in Way]
CODE, SECRET = "sign_in_code", "app_secret"
"""What codes on their way, and secrets of apps, are bound to when they are encrypted."""


class SignInCode(models.Model):
    """A code that was asked for. Without a member the identifier is nobody's, and no code opens anything."""

    programme_id = models.SmallIntegerField()
    handle_hash = models.BinaryField(max_length=32, unique=True)
    code_hash = models.BinaryField(max_length=32, help_text="keyed, over handle and code")
    member_id = models.BigIntegerField(null=True)
    letter = models.BinaryField(null=True, help_text="encrypted: what is to be sent, until it was")
    attempts = models.SmallIntegerField(default=0)
    asked_at = models.BigIntegerField()
    ends_at = models.BigIntegerField(db_index=True)
    used_at = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Return number and programme; never the code."""
        return f"{self.programme_id}/{self.pk}"


class MemberSession(models.Model):
    """A browser in which a member has signed in. Only a hash of its token is stored."""

    programme_id = models.SmallIntegerField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    member_id = models.BigIntegerField()
    way = models.CharField(max_length=4)
    device = models.CharField(max_length=60, blank=True)
    started_at = models.BigIntegerField()
    seen_at = models.BigIntegerField()
    ends_at = models.BigIntegerField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["programme_id", "member_id", "-seen_at"])]
        constraints = [models.CheckConstraint(condition=Q(way__in=WAYS), name="sign_ins_session_way_known")]

    def __str__(self) -> str:
        """Return whose it is and in which browser."""
        return f"{self.programme_id}/{self.member_id} {self.device}"


class AppKey(models.Model):
    """A key with which the operator's app signs tokens for its members."""

    programme_id = models.SmallIntegerField()
    key_id = models.CharField(max_length=24, unique=True)
    label = models.CharField(max_length=100)
    secret = models.BinaryField(help_text="encrypted")
    created_at = models.BigIntegerField()
    created_by = models.CharField(max_length=150)
    last_used_at = models.BigIntegerField(null=True)
    revoked_at = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Return the label with the public part of the key."""
        return f"{self.label} ({self.key_id})"


class UsedToken(models.Model):
    """A token of an app that has opened a session, until it would have run out anyway."""

    digest = models.BinaryField(max_length=32, unique=True)
    ends_at = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        """Return a part of the digest."""
        return bytes(self.digest).hex()[:12]


class Attempt(models.Model):
    """Something of which there may be only so much in a while, by a digest of whose it is."""

    what = models.CharField(max_length=16)
    subject = models.BinaryField(max_length=32)
    made_at = models.BigIntegerField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["what", "subject", "made_at"])]

    def __str__(self) -> str:
        """Return what it was."""
        return self.what
