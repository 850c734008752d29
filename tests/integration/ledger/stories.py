"""A small programme and short ways to write events, for tests of the ledger."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.domain.ledger.types import NewEvent
from regulars.platform.clock import to_us

START = datetime(2026, 1, 10, 4, tzinfo=UTC)


def named(text: str) -> dict[str, str]:
    """A name in both languages."""
    return {"zh": text, "en": text}


def document(**policies: str) -> dict[str, Any]:
    """Two wallets, three tiers by spend of a year, a goal, double points for gold; refunds leave a debt."""
    return {
        "id": "story",
        "name": named("story"),
        "currency": "CNY",
        "time_zone": "Asia/Shanghai",
        "policies": policies,
        "wallets": [
            {
                "id": "points",
                "name": named("points"),
                "expiry": {"kind": "fixed", "months": 3, "until": "month_end"},
            },
            {"id": "growth", "name": named("growth"), "purpose": "status"},
        ],
        "metrics": [
            {
                "id": "spend",
                "name": named("spend"),
                "measure": "sum",
                "of": "amount",
                "when": "event = 'purchase'",
                "window": {"kind": "rolling", "months": 12},
            },
            {
                "id": "visits",
                "name": named("visits"),
                "measure": "count",
                "when": "event = 'purchase'",
                "window": {"kind": "calendar", "period": "month"},
            },
        ],
        "rules": [
            {
                "id": "spend_points",
                "name": named("spend"),
                "wallet": "points",
                "when": "event = 'purchase'",
                "award": {"points": 1, "per": 1},
            },
            {
                "id": "growth_points",
                "name": named("growth"),
                "wallet": "growth",
                "when": "event = 'purchase'",
                "award": {"points": 10},
            },
        ],
        "multipliers": [
            {"id": "gold", "name": named("gold"), "by_tier": {"base": 1, "silver": 1, "gold": 2}},
        ],
        "ladder": {
            "tiers": [
                {"id": "base", "name": named("base")},
                {"id": "silver", "name": named("silver"), "enter": "spend >= 500"},
                {"id": "gold", "name": named("gold"), "enter": "spend >= 1000"},
            ],
            "review": {"every": "month"},
        },
        "goals": [
            {
                "id": "third_visit",
                "name": named("third"),
                "metric": "visits",
                "target": 3,
                "wallet": "points",
                "points": 50,
            }
        ],
    }


def document_text(**policies: str) -> str:
    """The document as text."""
    return json.dumps(document(**policies))


def at(days: float) -> int:
    """An instant so many days after the story begins."""
    return to_us(START + timedelta(days=days))


def purchase(member: int, number: int, days: float, amount: int) -> NewEvent:
    """A purchase of one line; `amount` in currency units."""
    body = {
        "kind": "purchase",
        "order_id": f"o{number}",
        "amount_minor": amount * 100,
        "lines": [{"line_id": "1", "sku": "a", "quantity": 1, "amount_minor": amount * 100}],
    }
    return NewEvent("shop", f"p{number}", member, at(days), body)


def refund(member: int, number: int, days: float, order: int) -> NewEvent:
    """A refund of a whole order."""
    return NewEvent(
        "shop", f"r{number}", member, at(days), {"kind": "refund", "order_id": f"o{order}", "refund": "full"}
    )


def redeem(member: int, number: int, days: float, points: int, wallet: str = "points") -> NewEvent:
    """A redemption."""
    body = {"kind": "redeem", "wallet": wallet, "points": points}
    return NewEvent("shop", f"d{number}", member, at(days), body)


def grant(member: int, number: int, days: float, points: int) -> NewEvent:
    """A manual grant."""
    body = {"kind": "grant", "wallet": "points", "points": points, "reason": "care", "actor": "anna"}
    return NewEvent("desk", f"g{number}", member, at(days), body)
