"""The use of budgets at the command line."""

import json

from django.db import connection

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.operations import install_programme
from regulars.platform.clock import from_us
from tests.integration.ledger.budgets import budget, budgeted
from tests.integration.ledger.stories import at, purchase


def test_budgets_are_listed_and_counted_anew(regulars, db, frozen_clock):
    frozen_clock.set(from_us(at(5)))
    programme = install_programme(budgeted(budget(1000, "month"), budget(500, budget_id="total")), actor="test")
    apply_batch(programme.id, [purchase(1, 1, 1, 400)])
    code, out, _ = regulars("ledger", "budgets")
    assert code == 0
    assert [line.split() for line in out.splitlines()[1:]] == [
        ["spring", "2026-01", "1,000", "400", "600", "40%"],
        ["total", "ever", "500", "400", "100", "80%"],
    ]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_budget_use SET points = 3 WHERE budget = 'total'")
    assert regulars("ledger", "verify")[0] == 1
    assert regulars("ledger", "budgets", "--recount")[1].splitlines()[0] == "1 counts corrected"
    assert regulars("ledger", "verify")[0] == 0
    told = json.loads(regulars("ledger", "budgets", "--json")[1])
    assert [one["periods"][0]["used"] for one in told] == ["400", "400"]
