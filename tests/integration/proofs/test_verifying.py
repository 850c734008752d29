"""Whoever changes the ledger behind its back is found, and the first place is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.domain.proofs.types import Divergence, ProofReport

pytestmark = pytest.mark.django_db


def only(report: ProofReport, check: str) -> Divergence:
    """The divergence that a check found."""
    assert not report.holds
    return next(divergence for divergence in report.divergences if divergence.check == check)


def test_an_honest_ledger_is_proven(lived: LiveProgramme) -> None:
    report, replay = verify_ledger(lived.id), verify_replay(lived.id)
    assert (report.divergences, replay.divergences) == ((), ())
    assert (report.members, report.events) == (3, 3 * 7 + 1 + 3)
    assert report.entries > 3 * 10


def test_an_empty_ledger_is_proven(story: LiveProgramme) -> None:
    assert verify_ledger(story.id).holds
    assert verify_replay(story.id).holds


WITHIN = [
    (
        "UPDATE ledger_posting SET points = points + 1 WHERE member_id = 2 AND wallet = 1 AND seq = 3 AND leg = 2",
        ("postings sum to zero", 2, "points", 3, 0, 1),
    ),
    (
        "DELETE FROM ledger_posting WHERE member_id = 2 AND wallet = 1 AND seq = 3",
        ("the member's posting is the entry's points", 2, "points", 3, 250, 0),
    ),
    (
        "INSERT INTO ledger_posting SELECT programme_id, member_id, wallet, 900, leg, account, points "
        "FROM ledger_posting WHERE member_id = 3 AND wallet = 1 AND seq = 1",
        ("postings belong to entries", 3, "points", 900, "an entry", "none"),
    ),
    (
        "DELETE FROM ledger_journal WHERE member_id = 1 AND wallet = 2 AND seq = 2",
        ("entries are numbered without a gap", 1, "growth", 3, 2, 3),
    ),
    (
        "UPDATE ledger_journal SET available_after = 507 WHERE member_id = 1 AND wallet = 1 AND seq = 2",
        ("each balance follows from the one before", 1, "points", 2, 500, 507),
    ),
    (
        "UPDATE ledger_account SET available = available + 3 WHERE member_id = 3 AND wallet = 2",
        ("accounts hold the sum of their entries", 3, "growth", 5, 30, 33),
    ),
    (
        "UPDATE ledger_account SET available = available + 3 WHERE member_id = 3 AND wallet = 2",
        ("accounts hold what open lots hold less the debt", 3, "growth", None, 30, 33),
    ),
    (
        "UPDATE ledger_lot SET remaining = remaining - 1 WHERE member_id = 2 AND wallet = 2 AND remaining > 0",
        ("lots hold what they earned less their uses", 2, "growth", 1, 10, 9),
    ),
    (
        "DELETE FROM ledger_event WHERE member_id = 2 AND log_seq = 2",
        ("events are numbered without a gap", 2, None, 9, 9, 8),
    ),
    (
        "UPDATE ledger_event_key SET log_seq = 70 WHERE member_id = 3 AND log_seq = 1",
        ("every event has its key", 3, None, 1, 1, None),
    ),
    (
        "UPDATE ledger_tier_change SET from_tier = 2 WHERE member_id = 1 AND from_tier = 0 AND to_tier = 1",
        ("changes of tier follow from one another", 1, None, None, 0, 2),
    ),
    (
        "UPDATE ledger_member_state SET tier = 2 WHERE member_id = 3",
        ("members stand where the last change put them", 3, None, None, 0, 2),
    ),
    (
        "UPDATE ledger_house_rollup SET points = points + 5 WHERE wallet = 2 AND account = 104",
        ("the programme's accounts are the sum of its postings", None, "growth", 104),
    ),
]


@pytest.mark.parametrize(("statement", "named"), WITHIN)
def test_the_first_divergence_is_named(
    lived: LiveProgramme, tamper: Callable[[str], None], statement: str, named: tuple[object, ...]
) -> None:
    tamper(statement)
    found = only(verify_ledger(lived.id), str(named[0]))
    told = (found.check, found.member_id, found.wallet, found.seq, found.expected, found.found)
    assert told[: len(named)] == named
    assert str(found).startswith(str(named[0]))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_journal SET occurred_at = occurred_at + 1 WHERE member_id = 2 AND wallet = 1 AND seq = 2",
        "UPDATE ledger_journal SET basis = basis + 1 WHERE member_id = 2 AND wallet = 1 AND seq = 2",
        "UPDATE ledger_posting SET account = 103 WHERE member_id = 2 AND wallet = 1 AND seq = 2 AND leg = 2",
        "UPDATE ledger_journal SET event_seq = NULL WHERE member_id = 2 AND wallet = 1 AND seq = 2",
    ],
)
def test_the_chain_breaks_at_the_first_changed_entry(
    lived: LiveProgramme, tamper: Callable[[str], None], statement: str
) -> None:
    tamper(statement)
    found = only(verify_ledger(lived.id), "hash chain")
    assert (found.member_id, found.wallet, found.seq) == (2, "points", 2)


def test_a_chain_cut_off_at_its_end_is_found(lived: LiveProgramme, tamper: Callable[[str], None]) -> None:
    tamper("DELETE FROM ledger_journal WHERE member_id = 2 AND wallet = 2 AND seq = 6")
    assert only(verify_ledger(lived.id), "head of the hash chain").wallet == "growth"


def test_a_changed_event_is_found(lived: LiveProgramme, tamper: Callable[[str], None]) -> None:
    tamper("UPDATE ledger_event SET body = replace(body, '25000', '35000') WHERE member_id = 3 AND log_seq = 2")
    found = only(verify_ledger(lived.id), "hash of the event")
    assert (found.member_id, found.seq) == (3, 2)
    found = only(verify_replay(lived.id), "entries, in log order")
    assert (found.member_id, found.wallet, found.seq) == (3, "points", 2)
    assert found.expected == {"points": 350, "available_after": 600, "basis": 35000, "uncapped": 350}
    assert found.found == {"points": 250, "available_after": 500, "basis": 25000, "uncapped": 250}


AGAINST_THE_ENGINE = [
    (
        "UPDATE ledger_journal SET rule = 1 WHERE member_id = 1 AND wallet = 1 AND seq = 2",
        ("entries, in log order", 1, "points", 2, {"rule": 0}, {"rule": 1}),
    ),
    (
        "UPDATE ledger_posting SET account = 103 WHERE member_id = 1 AND wallet = 1 AND seq = 2 AND leg = 2",
        ("postings, in log order", 1, "points", 2, {"account": 100}, {"account": 103}),
    ),
    (
        "UPDATE ledger_lot_use SET points = points + 1 WHERE member_id = 3 AND wallet = 1 AND seq = 6",
        ("uses of lots, in log order", 3, "points", 6, {"points": 90}, {"points": 91}),
    ),
    (
        "UPDATE ledger_lot SET expires_day = expires_day + 1 WHERE member_id = 2 AND wallet = 1 AND lot_no = 1",
        ("lots, in log order", 2, "points", 1),
    ),
    (
        "UPDATE ledger_account SET earned = earned + 1 WHERE member_id = 2 AND wallet = 2",
        ("accounts, in log order", 2, "growth", None),
    ),
    (
        "UPDATE ledger_tier_change SET reason = 3 WHERE member_id = 2 AND superseded_at IS NULL AND to_tier = 1 "
        "AND from_tier = 0",
        ("tier changes, in log order", 2, None, None),
    ),
    (
        "UPDATE ledger_goal_reached SET event_seq = 1 WHERE member_id = 1",
        ("goals, in log order", 1, None, None, {"event_seq": 3}, {"event_seq": 1}),
    ),
    (
        "UPDATE ledger_account SET available = available + 1 WHERE member_id = 3 AND wallet = 2",
        ("balances, in time order", 3, "growth", None, {"available": 30}, {"available": 31}),
    ),
    (
        "UPDATE ledger_lot SET remaining = 9 WHERE member_id = 2 AND wallet = 2 AND remaining > 0 AND lot_no = 1",
        ("open lots, in time order", 2, "growth", None, {"remaining": 10}, {"remaining": 9}),
    ),
    (
        "UPDATE ledger_member_state SET tier_since_day = tier_since_day + 1 WHERE member_id = 2",
        ("tiers, in time order", 2, None, None),
    ),
]


@pytest.mark.parametrize(("statement", "named"), AGAINST_THE_ENGINE)
def test_the_engine_disagrees_at_the_first_changed_row(
    lived: LiveProgramme, tamper: Callable[[str], None], statement: str, named: tuple[object, ...]
) -> None:
    tamper(statement)
    found = only(verify_replay(lived.id), str(named[0]))
    told = (found.check, found.member_id, found.wallet, found.seq, found.expected, found.found)
    assert told[: len(named)] == named


def test_forged_progress_is_found(lived: LiveProgramme, tamper: Callable[[str], None]) -> None:
    row = (0).to_bytes(8, "little") + (20_900).to_bytes(8, "little") + (77).to_bytes(8, "little")
    literal = f"'\\x{row.hex()}'::bytea" if connection.vendor == "postgresql" else f"x'{row.hex()}'"
    tamper(f"UPDATE ledger_member_state SET progress = {literal} WHERE member_id = 3")
    found = only(verify_replay(lived.id), "progress, in time order")
    assert found.member_id == 3
