"""The use of budgets at the console."""

import pytest

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.operations import install_programme
from regulars.platform.clock import from_us
from tests.integration.ledger.budgets import budget, budgeted
from tests.integration.ledger.stories import at, purchase

CHINESE = {"Accept-Language": "zh-CN"}
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def programme(db, frozen_clock):
    frozen_clock.set(from_us(at(40)))
    budgets = (budget(1000, "month"), budget(5000, budget_id="total"), budget(100, "day", budget_id="rest"))
    return install_programme(budgeted(*budgets), actor="test")


def test_what_is_used_now_and_was_before(programme, client_as):
    apply_batch(programme.id, [purchase(1, 1, 0, 70), purchase(2, 2, 40, 100)])
    page = client_as("service").get("/console/programme/budgets/", headers=ENGLISH)
    assert page.status_code == 200
    told = {one.sentence.id: one for one in page.context["budgets"]}
    now = {name: (one.now.period, one.now.used, one.now.left, one.bar, one.level) for name, one in told.items()}
    assert now == {
        "spring": ("2026-02", "100", "900", 10, ""),
        "total": ("", "170", "4,830", 3, ""),
        "rest": ("2026-02-19", "100", "0", 100, "used_up"),
    }
    others = [(one.period, one.used, one.left, one.percent) for one in told["spring"].others]
    assert others == [("2026-01", "70", "930", 7)]
    assert "100 used, 900 left" in page.content.decode()


def test_the_page_costs_the_same_however_much_was_used(programme, client_as, django_assert_num_queries):
    client = client_as("analyst")
    client.get("/console/programme/budgets/")
    with django_assert_num_queries(6):
        client.get("/console/programme/budgets/")
    apply_batch(programme.id, [purchase(1, number, number, 70) for number in range(30)])
    with django_assert_num_queries(6):
        client.get("/console/programme/budgets/")


def test_a_programme_without_budgets_says_so(db, client_as):
    install_programme(budgeted(), actor="test")
    client = client_as("analyst")
    assert "The programme has no budgets" in client.get("/console/programme/budgets/", headers=ENGLISH).content.decode()
    assert "/console/programme/budgets/" not in client.get("/console/programme/").content.decode()


def test_both_languages(programme, client_as):
    apply_batch(programme.id, [purchase(1, 1, 40, 85)])
    client = client_as("admin")
    assert "预算" in client.get("/console/programme/budgets/", headers=CHINESE).content.decode()
    outbox = client.get("/console/outbox/", headers=CHINESE)
    assert [line.text for line in outbox.context["lines"]] == ["rest，2026-02-19：100 分中已用 85 分"]
    english = client.get("/console/outbox/", headers=ENGLISH)
    (line,) = english.context["lines"]
    assert (line.topic, line.text) == ("A budget is nearly used up", "rest, 2026-02-19: 85 of 100 points")
