"""The use of budgets over HTTP."""

from regulars.domain.access.operations import create_api_key
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.operations import install_programme
from regulars.platform.clock import from_us
from tests.integration.ledger.budgets import budget, budgeted
from tests.integration.ledger.stories import at, purchase

ADDRESS = "/api/v1/programme/budgets"


def test_what_is_used_and_left(db, client, frozen_clock):
    frozen_clock.set(from_us(at(40)))
    programme = install_programme(budgeted(budget(1000, "quarter"), budget(500, budget_id="total")), actor="test")
    apply_batch(programme.id, [purchase(1, 1, -20, 30), purchase(1, 2, 1, 480)])
    key = create_api_key(programme.id, "test", ["programmes:read"], "test").text
    answer = client.get(ADDRESS, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    now = {"period": "2026-Q1", "used": 470, "left": 530, "percent": 47, "present": True}
    before = {"period": "2025-Q4", "used": 30, "left": 970, "percent": 3, "present": False}
    ever = {"period": "", "used": 500, "left": 0, "percent": 100, "present": True}
    assert answer.json() == [
        {"id": "spring", "per": "quarter", "points": 1000, "rules": ["spend_points"], "periods": [now, before]},
        {"id": "total", "per": "lifetime", "points": 500, "rules": ["spend_points"], "periods": [ever]},
    ]


def test_a_key_without_the_scope_is_refused(call):
    assert call("GET", ADDRESS, scopes=("members:read",)).status_code == 403
    assert call("GET", ADDRESS).json() == []
