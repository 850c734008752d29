"""Anchors: made of what has changed, and the only thing that shows a ledger rewritten as a whole."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.domain.proofs.operations import anchor_heads, anchoring
from regulars.domain.proofs.policy.anchor_file import ExportedAnchor, read_anchors
from regulars.domain.proofs.policy.anchoring import digest_of, is_signed, public_key_of
from regulars.domain.proofs.queries import anchor_lines, kept_anchors, last_anchor, list_anchors
from regulars.platform.jobs.lease import take
from regulars.platform.jobs.queue import enqueue
from regulars.platform.jobs.registry import find_task
from regulars.platform.paging import PageRequest
from tests.integration.ledger.stories import at, purchase
from tests.integration.proofs.conftest import live_through

pytestmark = pytest.mark.django_db

HEADS = "anchors hold the heads of chains"
MEMBER_TABLES = (
    *("ledger_event", "ledger_event_key", "ledger_journal", "ledger_posting", "ledger_lot", "ledger_lot_use"),
    *("ledger_account", "ledger_member_state", "ledger_tier_change", "ledger_goal_reached"),
    *("ledger_draw", "ledger_tally"),
)


@pytest.fixture
def exported(lived: LiveProgramme) -> list[ExportedAnchor]:
    """Anchors of the ledger as it was, kept elsewhere."""
    anchor_heads(lived.id)
    return list(read_anchors(anchor_lines(lived.id)))


def rewritten(story: LiveProgramme, tamper: Callable[[str], None]) -> None:
    """The second member's whole history told anew, with more points granted by hand: every hash and sum is right."""
    for table in MEMBER_TABLES:
        tamper(f"DELETE FROM {table} WHERE member_id = 2")
    for table in ("ledger_house_change", "ledger_house_rollup"):
        tamper(f"DELETE FROM {table}")
    live_through(story, 2, granted=1020)
    tick(story.id, at(500))
    tamper("DELETE FROM ledger_house_change")
    tamper(
        "INSERT INTO ledger_house_rollup (programme_id, wallet, account, day, points, entries) "
        "SELECT programme_id, wallet, account, 20500, SUM(points), COUNT(*) FROM ledger_posting "
        "WHERE account >= 100 GROUP BY programme_id, wallet, account"
    )


def test_an_anchor_holds_the_heads_that_changed(lived: LiveProgramme) -> None:
    (first,) = anchor_heads(lived.id)
    assert (first.number, first.leaves, first.previous) == (1, 6, bytes(32))
    assert anchor_heads(lived.id) == []
    apply_batch(lived.id, [purchase(3, 900, 501, 10)])
    (second,) = anchor_heads(lived.id)
    assert (second.number, second.leaves, second.previous) == (2, 2, digest_of(first))
    assert is_signed(second)
    assert second.public_key == public_key_of(settings.ANCHOR_KEY)
    assert last_anchor(lived.id) == second
    assert verify_ledger(lived.id).divergences == ()


def test_many_heads_make_several_anchors(lived: LiveProgramme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchoring, "MOST_LEAVES", 4)
    monkeypatch.setattr(anchoring, "_CHANGED", anchoring._CHANGED.replace("LIMIT 100000", "LIMIT 4"))
    assert [anchor.leaves for anchor in anchor_heads(lived.id)] == [4, 2]
    assert verify_ledger(lived.id).divergences == ()


def test_anchors_are_listed_newest_first(lived: LiveProgramme) -> None:
    for number in range(3):
        apply_batch(lived.id, [purchase(1, 900 + number, 501 + number, 10)])
        anchor_heads(lived.id)
    page = list_anchors(lived.id, PageRequest(limit=2))
    assert [anchor.number for anchor in page.items] == [3, 2]
    assert [anchor.number for anchor in list_anchors(lived.id, PageRequest(page.next_cursor, 2)).items] == [1]


def test_the_task_anchors_every_programme(lived: LiveProgramme) -> None:
    task = find_task("proofs.anchor")
    assert task is not None
    assert task.every is not None

    enqueue("proofs.anchor", {})
    job = take(Event())
    assert job is not None
    assert task.handler(job) == {"heads": 6}
    assert last_anchor(lived.id) is not None


def test_anchors_cannot_be_changed(exported: list[ExportedAnchor]) -> None:
    for statement in ("UPDATE proofs_anchor SET leaves = 7", "DELETE FROM proofs_anchor_leaf"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_exported_anchors_are_those_that_are_kept(lived: LiveProgramme, exported: list[ExportedAnchor]) -> None:
    assert exported == list(kept_anchors(lived.id))
    apply_batch(lived.id, [purchase(3, 900, 501, 10)])
    assert verify_ledger(lived.id, exported=exported).divergences == ()


def test_a_rewritten_ledger_differs_from_its_own_anchors(
    lived: LiveProgramme, exported: list[ExportedAnchor], tamper: Callable[[str], None]
) -> None:
    rewritten(lived, tamper)
    (found,) = verify_ledger(lived.id).divergences
    assert (found.check, found.member_id, found.wallet) == (HEADS, 2, "points")
    assert verify_replay(lived.id).holds


def test_only_an_exported_anchor_finds_a_ledger_rewritten_with_its_anchors(
    lived: LiveProgramme, exported: list[ExportedAnchor], tamper: Callable[[str], None]
) -> None:
    rewritten(lived, tamper)
    tamper("DELETE FROM proofs_anchor")
    tamper("DELETE FROM proofs_anchor_leaf")
    anchor_heads(lived.id)
    assert verify_ledger(lived.id).divergences == ()
    assert verify_replay(lived.id).divergences == ()
    found = {one.check: one for one in verify_ledger(lived.id, exported=exported).divergences}
    head = next(leaf for leaf in exported[0].leaves or () if leaf[:2] == (2, 1))
    told = found.pop(HEADS)
    assert (told.member_id, told.wallet, told.seq) == (2, "points", head.seq)
    assert told.expected == f"{head.chain_head.hex()} of anchor 1"
    assert list(found) == ["exported anchors are the ones that are kept"]


def test_roots_alone_find_it_too(
    lived: LiveProgramme, exported: list[ExportedAnchor], tamper: Callable[[str], None]
) -> None:
    roots = list(read_anchors(anchor_lines(lived.id, leaves=False)))
    assert roots[0] == ExportedAnchor(exported[0].anchor, None)
    assert verify_ledger(lived.id, exported=roots).divergences == ()
    rewritten(lived, tamper)
    tamper("DELETE FROM proofs_anchor")
    tamper("DELETE FROM proofs_anchor_leaf")
    anchor_heads(lived.id)
    found = [one.check for one in verify_ledger(lived.id, exported=roots).divergences]
    assert found == [HEADS, "exported anchors are the ones that are kept"]


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE proofs_anchor SET signature = root", "anchors are signed"),
        ("UPDATE proofs_anchor SET previous = root", "each anchor follows from the one before"),
        ("UPDATE proofs_anchor_leaf SET chain_head = (SELECT root FROM proofs_anchor) WHERE member_id = 3", HEADS),
        ("DELETE FROM proofs_anchor_leaf WHERE member_id = 3", HEADS),
        ("DELETE FROM ledger_journal WHERE member_id = 3 AND wallet = 2 AND seq = 5", HEADS),
    ],
)
def test_kept_anchors_are_proven_too(
    lived: LiveProgramme,
    exported: list[ExportedAnchor],
    tamper: Callable[[str], None],
    statement: str,
    check: str,
) -> None:
    tamper(statement)
    assert check in [one.check for one in verify_ledger(lived.id).divergences]
