"""Django's view of this app."""

from django.apps import AppConfig


class BenefitHealthConfig(AppConfig):
    """The app `benefit_health`."""

    name = "regulars.domain.benefit_health"
    label = "benefit_health"
