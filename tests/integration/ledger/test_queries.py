"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.domain.ledger import queries
from regulars.domain.ledger.errors import EventMissing, TransactionMissing
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import Expiring, WalletBalance
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import TierReason, TransactionKind
from regulars.engine.states import NEVER_DAY
from regulars.engine.trace import words
from regulars.platform.clock import from_us
from regulars.platform.paging import CursorInvalid, PageRequest
from tests.integration.ledger.stories import at, grant, purchase, redeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(story: LiveProgramme) -> LiveProgramme:
    """Two members with a few months of history."""
    for member in (1, 2):
        number = member * 10
        apply_batch(story.id, [purchase(member, number + day, day * 20, 250) for day in range(4)])
        apply_batch(story.id, [redeem(member, number, 70, 90), grant(member, number, 71, 20)])
    return story


def test_balances_of_all_wallets(lived: LiveProgramme) -> None:
    assert queries.balances(lived.id, 1) == [
        WalletBalance("points", 930, 0, 1020, Expiring("points", 410, date(2026, 4, 30))),
        WalletBalance("growth", 40, 0, 40),
    ]
    assert queries.balances(lived.id, 99) == [WalletBalance("points", 0, 0, 0), WalletBalance("growth", 0, 0, 0)]


def test_what_expires_when(lived: LiveProgramme) -> None:
    assert queries.expiries(lived.id, 1) == [
        Expiring("points", 410, date(2026, 4, 30)),
        Expiring("points", 250, date(2026, 5, 31)),
        Expiring("points", 270, date(2026, 6, 30)),
    ]


def test_lots_in_the_order_in_which_they_are_drawn(lived: LiveProgramme) -> None:
    items = queries.lots(lived.id, 1).items
    assert [(lot.wallet, lot.number, lot.remaining, lot.rule) for lot in items] == [
        ("points", 1, 160, "spend_points"),
        ("points", 2, 250, "spend_points"),
        ("points", 3, 250, "spend_points"),
        ("points", 4, 250, "spend_points"),
        ("points", 5, 20, None),
        ("growth", 1, 10, "growth_points"),
        ("growth", 2, 10, "growth_points"),
        ("growth", 3, 10, "growth_points"),
        ("growth", 4, 10, "growth_points"),
    ]
    assert (items[0].valid_until, items[-1].valid_until) == (date(2026, 4, 30), None)
    assert walk(lambda request: queries.lots(lived.id, 1, request)) == list(items)


def walk(read: Callable[[PageRequest], object]) -> list[object]:
    """All rows of a list, two at a time."""
    rows: list[object] = []
    cursor = None
    while True:
        page = read(PageRequest(cursor=cursor, limit=2))
        rows += page.items
        cursor = page.next_cursor
        if cursor is None:
            return rows


def test_transactions_newest_first_page_by_page(lived: LiveProgramme) -> None:
    everything = queries.transactions(lived.id, 1).items
    assert [(entry.wallet, entry.seq, entry.kind, entry.points) for entry in everything[:4]] == [
        ("points", 6, TransactionKind.GRANT, 20),
        ("points", 5, TransactionKind.REDEEM, -90),
        ("growth", 4, TransactionKind.EARN, 10),
        ("points", 4, TransactionKind.EARN, 250),
    ]
    assert len(everything) == 10
    assert walk(lambda request: queries.transactions(lived.id, 1, request)) == list(everything)
    points = queries.transactions(lived.id, 1, wallet="points").items
    assert [entry.seq for entry in points] == [6, 5, 4, 3, 2, 1]
    assert queries.transactions(lived.id, 1, wallet="unknown").items == ()
    assert queries.transaction(lived.id, 1, "points", 5) == points[1]
    assert queries.transactions_of_event(lived.id, 1, 1) == [everything[-1], everything[-2]]
    assert (points[2].occurred_at, points[2].event_seq, points[2].tier) == (from_us(at(60)), 4, "silver")


def test_events_newest_first_page_by_page(lived: LiveProgramme) -> None:
    everything = queries.events(lived.id, 1).items
    assert [event.event_id for event in everything] == ["g10", "d10", "p13", "p12", "p11", "p10"]
    assert walk(lambda request: queries.events(lived.id, 1, request)) == list(everything)
    assert queries.event_of(lived.id, 1, 6) == everything[0]
    assert everything[0].body["reason"] == "care"
    assert [event.event_id for event in queries.newest_events(lived.id, 3)] == ["g20", "d20", "p23"]


def test_a_foreign_cursor_is_refused(lived: LiveProgramme) -> None:
    cursor = queries.events(lived.id, 1, PageRequest(limit=1)).next_cursor
    with pytest.raises(CursorInvalid):
        queries.transactions(lived.id, 1, PageRequest(cursor=cursor))


def test_what_is_missing_says_so(lived: LiveProgramme) -> None:
    with pytest.raises(TransactionMissing):
        queries.transaction(lived.id, 1, "points", 99)
    with pytest.raises(TransactionMissing):
        queries.explain(lived.id, 1, "nothing", 1)
    with pytest.raises(EventMissing):
        queries.event_of(lived.id, 1, 99)


@pytest.mark.parametrize(("wallet", "seq"), [("points", 1), ("points", 5), ("points", 6), ("growth", 3)])
def test_every_entry_explains_itself(lived: LiveProgramme, wallet: str, seq: int) -> None:
    entry = queries.transaction(lived.id, 1, wallet, seq)
    trace = queries.explain(lived.id, 1, wallet, seq)
    assert trace.steps[-1].code == "total"
    assert f"{entry.points:+d}" in str(trace.steps[-1].params["points"])
    assert all(words(trace, "zh"))
    assert all(words(trace, "en"))


def test_effects_of_time_and_restatements_explain_themselves(lived: LiveProgramme) -> None:
    apply_batch(lived.id, [purchase(1, 90, 200, 1)])
    apply_batch(lived.id, [purchase(1, 91, 199, 1)])
    kinds = {entry.kind: entry for entry in queries.transactions(lived.id, 1, wallet="points").items}
    for kind in (TransactionKind.EXPIRE, TransactionKind.RESTATE):
        trace = queries.explain(lived.id, 1, "points", kinds[kind].seq)
        assert trace.steps[-1].code == "total"
    assert kinds[TransactionKind.EXPIRE].event_seq is None
    assert kinds[TransactionKind.RESTATE].detail == {"accounts": {"issued": 2}, "events": [8]}


def test_tiers_and_goals(lived: LiveProgramme) -> None:
    (rise, top) = queries.tier_changes(lived.id, 1)
    assert (rise.tier_before, rise.tier, rise.reason, rise.event_seq) == ("base", "silver", TierReason.ENTERED, 2)
    assert (top.tier, top.occurred_at) == ("gold", from_us(at(60)))
    assert queries.tier_counts(lived.id) == {"base": 0, "silver": 0, "gold": 2}
    assert queries.goals_reached(lived.id, 1) == []
    apply_batch(lived.id, [purchase(1, 80 + day, 72 + day, 1) for day in range(4)])
    (goal,) = queries.goals_reached(lived.id, 1)
    assert (goal.goal, goal.period_on, goal.event_seq) == ("third_visit", date(2026, 3, 1), 8)
    (bonus,) = [entry for entry in queries.transactions(lived.id, 1).items if entry.goal]
    assert (bonus.goal, bonus.rule, bonus.points) == ("third_visit", None, 50)


def test_who_is_there_and_who_is_active(lived: LiveProgramme) -> None:
    assert queries.count_members(lived.id) == 2
    apply_batch(lived.id, [purchase(2, 77, 100, 1)])
    assert queries.count_active_members(lived.id, at(72)) == 1
    assert queries.count_active_members(lived.id, at(71)) == 2


def test_what_the_engine_knows(lived: LiveProgramme) -> None:
    states = queries.engine_states(lived.id, [2, 99, 1])
    assert states.members.tolist() == [1, 2]
    assert states.accounts[:, :, 0].tolist() == [[930, 40], [930, 40]]
    assert set(states.lots[:, 6].tolist()) > {NEVER_DAY}
    assert len(queries.engine_states(lived.id, [99]).members) == 0


LISTS = [
    lambda programme_id: queries.transactions(programme_id, 1),
    lambda programme_id: queries.lots(programme_id, 1),
    lambda programme_id: queries.events(programme_id, 1),
    lambda programme_id: queries.tier_changes(programme_id, 1),
    lambda programme_id: queries.goals_reached(programme_id, 1),
    lambda programme_id: queries.balances(programme_id, 1),
    lambda programme_id: queries.newest_events(programme_id, 50),
    queries.programme_totals,
]


@pytest.mark.parametrize("read", LISTS)
def test_lists_cost_the_same_however_long(story: LiveProgramme, read: Callable[[int], object]) -> None:
    counts = []
    for number in range(3):
        apply_batch(story.id, [purchase(1, number * 10 + day, number * 60 + day, 400) for day in range(1 + 3 * number)])
        with CaptureQueriesContext(connection) as captured:
            read(story.id)
        counts.append(len(captured))
    assert counts[2] == counts[1]
    assert counts[2] <= 5
