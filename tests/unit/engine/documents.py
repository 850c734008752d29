"""Programme documents as data, to be changed a little by each test."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from regulars.engine.errors import Finding
from regulars.engine.programme.findings import find_problems
from regulars.engine.programme.model import Programme

NAME = {"zh": "名称", "en": "Name"}

_DOCUMENT: dict[str, Any] = {
    "id": "test",
    "name": NAME,
    "currency": "USD",
    "time_zone": "Asia/Shanghai",
    "attributes": [{"id": "note", "type": "text"}, {"id": "score", "type": "integer"}],
    "wallets": [
        {"id": "points", "name": NAME, "expiry": {"kind": "fixed", "months": 12, "until": "month_end"}},
        {"id": "growth", "name": NAME, "purpose": "status", "decimals": 1},
    ],
    "metrics": [
        {"id": "visits", "name": NAME, "measure": "count", "window": {"kind": "rolling", "days": 30}},
        {"id": "spend", "name": NAME, "measure": "sum", "of": "amount", "window": {"kind": "rolling", "months": 12}},
        {"id": "earned", "name": NAME, "measure": "earned", "wallet": "growth", "window": {"kind": "lifetime"}},
    ],
    "groups": [{"id": "occasion", "mode": "best"}],
    "rules": [
        {
            "id": "base",
            "name": NAME,
            "wallet": "points",
            "when": "event = 'purchase' and category <> 'fuel'",
            "award": {"points": 1, "per": 1},
            "limits": [{"per": "day", "points": 100}],
        },
        {"id": "visit", "name": NAME, "wallet": "points", "when": "event = 'visit'", "award": {"points": 5}},
    ],
    "multipliers": [
        {"id": "double", "name": NAME, "factor": 2, "when": "weekday = 3", "group": "occasion"},
        {"id": "by_tier", "name": NAME, "by_tier": {"entry": 1, "gold": "1.5"}},
    ],
    "limits": [{"wallet": "points", "per": "month", "points": 1000}],
    "ladder": {
        "tiers": [{"id": "entry", "name": NAME}, {"id": "gold", "name": NAME, "enter": "earned >= 100"}],
        "review": {"every": "month"},
    },
    "goals": [{"id": "ten", "name": NAME, "metric": "visits", "target": 10, "wallet": "points", "points": 50}],
}


def document() -> dict[str, Any]:
    """A document with parts of every sort and without findings, free to be changed."""
    return deepcopy(_DOCUMENT)


def programme(**changed: Any) -> Programme:
    """The programme of the document with some of its fields replaced."""
    return Programme.model_validate({**document(), **changed})


def problems(data: dict[str, Any]) -> list[Finding]:
    """All findings about a document of the right shape."""
    return find_problems(Programme.model_validate(data))


def said(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Where the findings are, and what they say."""
    return [(finding.path, finding.what) for finding in problems(data)]
