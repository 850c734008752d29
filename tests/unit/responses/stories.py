"""A programme with one threshold, and members whose purchases can be counted by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.engine.records import Record
from regulars.engine.time import instant_of
from tests.integration.ledger.stories import document

START = datetime(2026, 1, 5, 4, tzinfo=UTC)  # a Monday at noon in Shanghai


def ladder(need: int, per: int = 1, **points: Any) -> str:
    """Two tiers, the second at so much spend in 12 months; one point worth 0.01 for each `per` of spend."""
    text = document()
    text["goals"], text["multipliers"] = [], []
    text["wallets"][0] |= {"cash_value": 0.01, **points}
    text["rules"] = text["rules"][:1]
    text["rules"][0]["award"]["per"] = per
    text["ladder"]["tiers"] = text["ladder"]["tiers"][:2]
    text["ladder"]["tiers"][1]["enter"] = f"spend >= {need}"
    return json.dumps(text)


def record(member: int, seq: int, days: float, **body: Any) -> Record:
    """An event so many days after the start."""
    instant = instant_of(START + timedelta(days=days))
    return Record(member, seq, member * 1000 + seq, instant, body, decided=True)


def sale(member: int, seq: int, days: float, amount: int) -> Record:
    """A purchase of whole units of money."""
    return record(member, seq, days, kind="purchase", order_id=f"o{member}-{seq}", amount_minor=amount * 100)
