"""Explanations of entries that wait, hold, come back, owe and move; and that every kind has words."""

import pytest

from regulars.engine.batch import EventKind
from regulars.engine.compile import compile_programme
from regulars.engine.outcome import TransactionKind
from regulars.engine.states import RuleIndex
from regulars.engine.trace import Draw, TraceInput, explain, words
from regulars.engine.trace.explaining import _STEPS
from regulars.engine.trace.texts import TEXTS
from tests.unit.engine.documents import NAME, programme
from tests.unit.engine.trace.test_trace import AT, UNTIL

DAY = 86_400_000_000
RULE = {
    "id": "steps",
    "name": {"zh": "消费", "en": "Spending"},
    "wallet": "points",
    "when": "event = 'purchase'",
    "award": {"points": 1, "per": 10, "whole_steps": True},
}
SAID = {"reason": "why", "actor": "anna"}


def with_pending(**pending):
    """The programme with a wallet in which points are pending."""
    wallets = [{"id": "points", "name": NAME, "pending": pending}] if pending else [{"id": "points", "name": NAME}]
    return compile_programme(
        programme(
            wallets=[*wallets, {"id": "growth", "name": NAME, "purpose": "status"}],
            rules=[RULE],
            policies={"refund_shortfall": "recovery", "recovery_offset_percent": 50},
        )
    )


WAITING = with_pending(days=7, until="delivered")
DAYS = with_pending(days=7)
ACTIVITY = with_pending(until="delivered")


def entry(kind, points=0, **given):
    return TraceInput(kind=kind, points=points, **{"wallet": 0, "occurred_at": AT, "version": 3, **given})


def told(given, rules=WAITING, language="en"):
    return words(explain(given, rules), language)


def award(**given):
    body = {"kind": "purchase", "order_id": "o1", "amount_minor": 3990, **given.pop("body", {})}
    facts = {"rule": 0, "basis": 3990, "numerator": 1, "denominator": 1000, "uncapped": 3, "step": 1000}
    return entry(TransactionKind.EARN, **{**facts, "lot_expires_day": UNTIL, "body": body, **given})


def test_every_kind_of_entry_is_explained():
    assert set(_STEPS) == set(TransactionKind)


def test_every_kind_of_event_has_a_text():
    assert {f"event.{kind.name.lower()}" for kind in EventKind} <= set(TEXTS)


@pytest.mark.parametrize(
    ("rules", "order", "wait"),
    [
        (
            WAITING,
            "o1",
            "They are pending until the activity delivered of order o1, or until 2026-03-10 at the latest.",
        ),
        (DAYS, "o1", "They are pending, and can be spent from 2026-03-10."),
        (WAITING, "", "They are pending, and can be spent from 2026-03-10."),
        (ACTIVITY, "o1", "They are pending until the activity delivered of order o1."),
    ],
)
def test_a_lot_waits_and_is_counted_by_whole_steps(rules, order, wait):
    assert told(award(pending=3, body={"order_id": order}), rules) == [
        "Purchase of USD 39.90 on 2026-03-03 10:00.",
        "The rule “Spending” gives Name (programme version 3).",
        "The basis is USD 39.90.",
        "Only whole steps of USD 10.00 count: USD 30.00.",
        "The rate is 1 for each USD 10.",
        "Credited: 3 Name, good through 2026-04-01.",
        wait,
        "Name, pending: +3.",
        "Name: 0.",
    ]


def test_a_budget_or_a_limit_cuts():
    budget = award(points=1, body={"caps": {"steps": 1}})
    assert "What was left of a budget cut 3 to 1." in told(budget)
    limit = award(points=1, body={"caps": {"steps": 2}})
    assert "Limits cut 3 to 1." in told(limit)


@pytest.mark.parametrize(
    ("rules", "body", "sentence"),
    [
        (WAITING, None, "Earned on 2026-02-24 and pending for 7 days: 30 can be spent."),
        (
            WAITING,
            {"kind": "activity", "name": "delivered", "order_id": "o1"},
            "Earned on 2026-02-24 and pending until delivered of order o1: 30 can be spent.",
        ),
        (ACTIVITY, None, "Earned on 2026-02-24 and pending until now: 30 can be spent."),
    ],
)
def test_a_release_names_its_lot_and_its_wait(rules, body, sentence):
    given = entry(TransactionKind.RELEASE, 30, pending=-30, lot_earned_at=AT - 7 * DAY, draws=(Draw(AT, 4),), body=body)
    assert told(given, rules)[1:] == [sentence, "Of these, 4 repay a debt.", "Name, pending: -30.", "Name: +30."]


def test_holds_are_told_from_beginning_to_end():
    hold = {"kind": "hold", "hold_id": "h1", "minutes": 30}
    kept = entry(TransactionKind.HOLD, -50, held=50, draws=(Draw(AT, 40),), body=hold)
    assert told(kept) == [
        "Hold h1 for a checkout on 2026-03-03 10:00, for 30 minutes at the most.",
        "Held: 50, which cannot be spent otherwise.",
        "Drawn from what was earned on 2026-03-03: 40.",
        "What is missing, 10, becomes a debt.",
        "Name, held: +50.",
        "Name: -50.",
    ]
    captured = entry(TransactionKind.CAPTURE, held=-30, body={"kind": "capture", "hold_id": "h1"})
    assert told(captured)[1:3] == ["Of hold h1, 30 are spent.", "Name, held: -30."]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"kind": "capture", "hold_id": "h1"}, "Of hold h1, 20 were not needed and come back."),
        ({"kind": "release", "hold_id": "h1"}, "All of hold h1, 20, comes back."),
        (None, "The hold timed out: 20 come back."),
        ({"kind": "purchase", "order_id": "o"}, "The hold timed out: 20 come back."),
    ],
)
def test_what_comes_back_from_a_hold(body, sentence):
    given = entry(TransactionKind.UNHOLD, 20, held=-20, draws=(Draw(AT, -15),), body=body)
    assert told(given)[1:] == [
        sentence,
        "Given back to what was earned on 2026-03-03: 15.",
        "Of these, 5 lower the debt.",
        "Name, held: -20.",
        "Name: +20.",
    ]


def test_a_return_names_the_order():
    body = {"kind": "return", "order_id": "o7", "reason": "sent back"}
    back = entry(TransactionKind.RETURN, 30, draws=(Draw(AT - DAY, -30),), body=body)
    assert told(back) == [
        "Points spent on order o7 returned on 2026-03-03 10:00. Reason: sent back.",
        "Of the points spent on order o7, 30 come back.",
        "Given back to what was earned on 2026-03-02: 30.",
        "Name: +30.",
    ]
    anew = entry(TransactionKind.RETURN, 30, lot_earned_at=AT, lot_expires_day=UNTIL, body=body)
    assert told(anew)[2] == "Their own expiry has passed or is near: what comes back is good through 2026-04-01."


def test_what_is_owed_is_made_offset_and_written_off():
    refund = entry(
        TransactionKind.REFUND,
        -10,
        pending=-5,
        owed=40,
        owed_after=60,
        uncapped=60,
        rule=RuleIndex.TRANSFER,
        lot_earned_at=AT,
        draws=(Draw(AT, 15),),
        body={"kind": "refund", "order_id": "o1"},
    )
    assert told(refund)[1:] == [
        "To be taken back of what “a gift” gave on 2026-03-03: 60.",
        "Of these, 5 were still pending.",
        "Drawn from what was earned on 2026-03-03: 15.",
        "What could not be taken back, 40, is owed; 60 are owed now.",
        "Of these, 5 had expired or been spent and are not taken back.",
        "Name, pending: -5.",
        "Name, owed: +40.",
        "Name: -10.",
    ]
    offset = entry(TransactionKind.OFFSET, -20, owed=-20, owed_after=40, lot_earned_at=AT, body={"kind": "purchase"})
    assert told(offset)[1:3] == [
        "Owed before: 60. Up to 50% of what was earned on 2026-03-03 goes towards it: 20. Still owed: 40.",
        "Name, owed: -20.",
    ]
    forgiven = entry(
        TransactionKind.WRITE_OFF, owed=-40, owed_after=0, body={"kind": "write_off", "approved_by": "adam", **SAID}
    )
    assert told(forgiven)[:2] == [
        "What was owed written off on 2026-03-03 10:00. By: anna, approved by adam. Reason: why.",
        "Owed before: 40. Forgiven: 40. Still owed: 0.",
    ]
    assert told(forgiven, language="zh")[:2] == [
        "2026-03-03 10:00 核销待追回积分。经办：anna，审批：adam。原因：why。",
        "此前待追回 40，核销 40，尚余 0。",
    ]


def test_gifts_fees_and_what_is_taken_by_hand():
    out = {"kind": "transfer_out", "to": 12, "transfer_id": "t1"}
    assert told(entry(TransactionKind.TRANSFER_OUT, -9, draws=(Draw(AT, 9),), body=out))[:2] == [
        "Given to member 12 on 2026-03-03 10:00, transfer t1.",
        "Drawn from what was earned on 2026-03-03: 9.",
    ]
    assert told(entry(TransactionKind.FEE, -1, draws=(Draw(AT, 1),), body=out))[1] == "The fee of the gift is 1."
    inward = {"kind": "transfer_in", "from": 11, "transfer_id": "t1"}
    assert told(entry(TransactionKind.TRANSFER_IN, 9, lot_expires_day=UNTIL, body=inward))[:2] == [
        "Given by member 11 on 2026-03-03 10:00, transfer t1.",
        "Credited: 9 Name, good through 2026-04-01.",
    ]
    deducted = entry(TransactionKind.DEDUCT, -9, draws=(Draw(AT, 9),), body={"kind": "deduct", **SAID})
    assert told(deducted)[0] == "Deducted by hand on 2026-03-03 10:00. By: anna. Reason: why."


def test_openings_reinstatements_and_merges():
    assert told(entry(TransactionKind.OPENING, 9, body={"kind": "opening"}))[:2] == [
        "Opening balance brought from elsewhere on 2026-03-03 10:00.",
        "Credited: 9 Name, which never expire.",
    ]
    body = {"kind": "reinstate", "until": "2026-05-01", **SAID}
    assert told(entry(TransactionKind.REINSTATE, 9, draws=(Draw(AT, -9),), body=body))[:3] == [
        "Expired points brought back on 2026-03-03 10:00, good through 2026-05-01. By: anna. Reason: why.",
        "Brought back from expiry: 9.",
        "Given back to what was earned on 2026-03-03: 9.",
    ]
    moved = entry(TransactionKind.MERGE_OUT, -9, pending=-3, owed=-2, body={"kind": "merge_out", "member": 5})
    assert told(moved)[:2] == ["Merged into member 5 on 2026-03-03 10:00.", "Moved: 9 available, 3 pending, 2 owed."]
    taken = entry(TransactionKind.MERGE_IN, 9, body={"kind": "merge_in", "member": 6})
    assert told(taken)[0] == "Member 6 merged into this one on 2026-03-03 10:00."


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"kind": "tier_grant", "tier": "gold", **SAID}, "The tier Name granted by hand on 2026-03-03 10:00."),
        ({"kind": "tier_lock", **SAID}, "The tier locked for good on 2026-03-03 10:00."),
        ({"kind": "tier_lock", "until": "2026-05-01"}, "The tier locked until 2026-05-01 on 2026-03-03 10:00."),
        ({"kind": "tier_lock", "lift": True}, "The lock of the tier lifted on 2026-03-03 10:00."),
        ({"kind": "enrol"}, "Enrolled on 2026-03-03 10:00."),
        ({"kind": "profile"}, "Profile changed on 2026-03-03 10:00."),
        ({"kind": "extend", "until": "2026-05-01"}, "Expiry extended to 2026-05-01 on 2026-03-03 10:00."),
        ({"kind": "void", "voids": 3}, "Event 3 taken out of history on 2026-03-03 10:00."),
        ({"kind": "restate"}, "Recomputed on 2026-03-03 10:00."),
        (
            {"kind": "tier_grant", "tier": "gold", "basis": "status_match"},
            "The tier Name granted by hand on 2026-03-03 10:00 as a status match.",
        ),
    ],
)
def test_other_events_are_told(body, sentence):
    assert told(entry(TransactionKind.RESTATE, 1, body=body))[0].startswith(sentence)
