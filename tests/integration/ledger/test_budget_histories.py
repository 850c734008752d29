"""Histories at random, in time order and out of it, against budgets that run out: what is kept is what was given."""

from __future__ import annotations

import random

import pytest

from regulars.domain.ledger.models import Event
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries.budgets import earned_uses
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.operations import install_programme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from tests.integration.ledger.budgets import budget, budgeted, cuts, kept
from tests.integration.ledger.stories import at, grant, named, purchase, redeem, refund

pytestmark = pytest.mark.django_db

RULES = [
    {
        "id": "spend_points",
        "name": named("spend"),
        "wallet": "points",
        "when": "event = 'purchase'",
        "award": {"points": 1, "per": 1},
        "group": "best",
    },
    {
        "id": "large",
        "name": named("large"),
        "wallet": "points",
        "when": "event = 'purchase' and amount >= 50",
        "award": {"points": 70},
        "group": "best",
    },
    {
        "id": "visit",
        "name": named("visit"),
        "wallet": "points",
        "when": "event in ('purchase', 'redeem')",
        "award": {"points": 9},
    },
]
PARTS = {
    "rules": RULES,
    "groups": [{"id": "best", "mode": "best"}],
    "limits": [{"wallet": "points", "per": "day", "points": 90}],
}
BUDGETS = (
    budget(900, "month", rules=["spend_points", "large"]),
    budget(120, "week", "visits", ["visit"]),
    budget(2500, budget_id="total", rules=["spend_points", "large", "visit"]),
)


def history(rng: random.Random) -> list[NewEvent]:
    """Sixty events of four members over two months."""
    events = [grant(member, member, 0, 40) for member in range(1, 5)]
    for number in range(60):
        member, day = rng.randint(1, 4), rng.uniform(0.1, 60)
        kind = rng.choice(["purchase"] * 5 + ["redeem", "refund"])
        if kind == "purchase":
            events.append(purchase(member, 100 + number, day, rng.randint(1, 200)))
        elif kind == "redeem":
            events.append(redeem(member, number, day, rng.randint(1, 30)))
        else:
            events.append(refund(member, number, day + 20, 100 + rng.randint(0, 60)))
    return events


def batches(rng: random.Random, events: list[NewEvent]) -> list[list[NewEvent]]:
    """Roughly in time order, some of them late, some sent twice."""
    events = sorted(events, key=lambda event: event.occurred_at + rng.choice([0, 0, 0, 8]) * 86_400_000_000)
    cut = []
    while events:
        size = rng.randint(1, 9)
        cut.append([*events[:size], *rng.sample(events, min(2, len(events)))])
        events = events[size:]
    return cut


@pytest.mark.parametrize("seed", range(12))
def test_what_is_kept_is_what_was_given(db: None, seed: int) -> None:
    rng = random.Random(seed)
    programme = install_programme(budgeted(*BUDGETS, **PARTS), actor="test")
    for batch in batches(rng, history(rng)):
        apply_batch(programme.id, batch)
        if rng.random() < 0.15:
            apply_batch(programme.id, [void_of(programme.id, rng)])
        given = {use: told.points for use, told in earned_uses(programme.id).items() if told.points}
        assert {use: points for use, points in kept(programme.id).items() if points} == given
    assert cuts(programme.id)
    assert verify_ledger(programme.id).divergences == ()
    assert verify_replay(programme.id).divergences == ()


def void_of(programme_id: int, rng: random.Random) -> NewEvent:
    """Takes a purchase out of history."""
    sales = list(Event.objects.filter(programme_id=programme_id, kind="purchase").order_by("member_id", "log_seq"))
    sale = rng.choice(sales)
    body = {"kind": "void", "voids": sale.log_seq, "reason": "x", "actor": "a"}
    return NewEvent("desk", f"v{rng.random()}", sale.member_id, at(70), body)
