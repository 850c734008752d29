"""The story's programme with budgets, for tests of what members share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from regulars.domain.ledger.models import Event
from tests.integration.ledger.stories import document, named


def budget(
    points: int, per: str = "lifetime", budget_id: str = "spring", rules: Sequence[str] = ("spend_points",)
) -> Any:
    """A budget of the story's programme."""
    return {"id": budget_id, "name": named(budget_id), "rules": list(rules), "per": per, "points": points}


def budgeted(*budgets: Any, programme: str = "story", **parts: Any) -> str:
    """The story's programme with these budgets, as text."""
    return json.dumps({**document(), "id": programme, "budgets": list(budgets), **parts})


def kept(programme_id: int) -> dict[tuple[str, int], int]:
    """What the ledger keeps of the use of budgets, as it stands in its table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT budget, period, points FROM ledger_budget_use WHERE programme_id = %s", [programme_id])
        return {(row[0], row[1]): row[2] for row in cursor.fetchall()}


def cuts(programme_id: int) -> dict[str, Any]:
    """What budgets let events have, by the events' ids, as far as it stands in the log."""
    rows = Event.objects.filter(programme_id=programme_id).values_list("event_id", "body")
    bodies = {event: json.loads(body) for event, body in rows}
    return {event: body["caps"] for event, body in bodies.items() if "caps" in body}
