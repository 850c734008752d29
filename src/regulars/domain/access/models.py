"""Users of the console and keys of the API."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from regulars.domain.access.types import ROLES


class User(AbstractUser):
    """A person who signs in to the console."""

    role = models.CharField(max_length=16, choices=[(role, role) for role in ROLES])
    language = models.CharField(max_length=16, blank=True, help_text="empty: what the browser asks for")

    class Meta(AbstractUser.Meta):
        constraints = [models.CheckConstraint(condition=models.Q(role__in=ROLES), name="access_user_role_known")]


class ApiKey(models.Model):
    """A key of the API. Only a hash of its secret is stored; the prefix finds it and shows it to people."""

    prefix = models.CharField(max_length=16, unique=True)
    secret_hash = models.BinaryField(max_length=32)
    label = models.CharField(max_length=100)
    programme_id = models.SmallIntegerField()
    scopes = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the label with the visible part of the key."""
        return f"{self.label} ({self.prefix})"


class SignInFailure(models.Model):
    """A failed sign-in; too many within a while and further ones are refused."""

    username_hash = models.BinaryField(max_length=32)
    address = models.CharField(max_length=45)
    failed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["username_hash", "failed_at"]),
            models.Index(fields=["address", "failed_at"]),
        ]

    def __str__(self) -> str:
        """Return where and when it failed."""
        return f"{self.address} {self.failed_at:%Y-%m-%d %H:%M}"
