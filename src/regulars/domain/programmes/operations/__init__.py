"""Writing programmes: install the first version, draft further ones, review them, bring them into force."""

from regulars.domain.programmes.operations.activating import pilot_version, publish_version
from regulars.domain.programmes.operations.correcting import activate_correction, cancel_activation, hold_batches
from regulars.domain.programmes.operations.drafting import (
    change_draft,
    create_draft,
    submit_draft,
    withdraw_version,
)
from regulars.domain.programmes.operations.installing import install_programme
from regulars.domain.programmes.operations.returning import roll_back, stop_pilot
from regulars.domain.programmes.operations.reviewing import review_version

__all__ = [
    "activate_correction",
    "cancel_activation",
    "change_draft",
    "create_draft",
    "hold_batches",
    "install_programme",
    "pilot_version",
    "publish_version",
    "review_version",
    "roll_back",
    "stop_pilot",
    "submit_draft",
    "withdraw_version",
]
