"""Registers the context with Django."""

from django.apps import AppConfig


class VerificationsConfig(AppConfig):
    """Verification of benefits and vouchers."""

    name = "regulars.domain.verifications"
    label = "verifications"
