"""A rule that should have been another one, for tests of corrections."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from regulars.domain.corrections.operations import propose_correction
from regulars.domain.corrections.types import CorrectionView, NewCorrection
from regulars.domain.programmes import operations
from regulars.domain.programmes.types import Decision, LiveProgramme, NewDraft
from regulars.platform.clock import to_us
from tests.integration.ledger.stories import document

JUNE = to_us(datetime(2026, 5, 31, 16, tzinfo=UTC))
"""The first of June in Shanghai, since when the rule should have been another."""


def approved_version(programme: LiveProgramme, points: int = 2, gold: int = 1000, per: int = 1) -> int:
    """The number of a version of carl's that bob approved: points per units of currency, gold from so much spend."""
    text = document(refund_shortfall="negative")
    text["rules"][0]["award"] = {"points": points, "per": per}
    text["ladder"]["tiers"][2]["enter"] = f"spend >= {gold}"
    draft = operations.create_draft(NewDraft(programme.id, json.dumps(text), "The rate was wrong"), "carl")
    operations.submit_draft(draft.version_id, "carl")
    return operations.review_version(draft.version_id, Decision.APPROVED, "", "bob").number


def proposed(programme: LiveProgramme, number: int) -> CorrectionView:
    """A correction that ann proposes."""
    return propose_correction(programme.id, NewCorrection(number, JUNE, "promised since June", "ann"))
