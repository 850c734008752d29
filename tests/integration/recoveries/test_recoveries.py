"""What members owe: its age, its sum, and writing it off on the word of two."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries import balances, event_of
from regulars.domain.ledger.queries.owing import owed_by
from regulars.domain.members.errors import MemberMissing
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.domain.recoveries import errors, operations, queries
from regulars.domain.recoveries.types import Age, NewWriteOff, QueueFilter, State
from regulars.engine.outcome import TransactionKind
from regulars.engine.time import date_of
from regulars.platform import audit
from regulars.platform.clock import from_us
from regulars.platform.paging import PageRequest
from tests.integration.ledger.stories import at, purchase, redeem, refund
from tests.integration.recoveries.stories import install_recovery, owe, send
from tests.integration.tiers.stories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(frozen_clock) -> LiveProgramme:
    """The programme, half a year after its story began."""
    frozen_clock.set(from_us(at(200)))
    return install_recovery()


def asked(member: int, points: int, actor: str = "olga") -> NewWriteOff:
    """A write-off that is asked for."""
    return NewWriteOff(member, "points", points, "a mistake of ours", actor)


def test_claims_have_an_age_and_the_oldest_is_paid_first(programme) -> None:
    (member,) = enrolled(programme, 1)
    points = {1: 100, 2: 70, 3: 40, 4: 20}
    send(programme, *(purchase(member, number, number, amount) for number, amount in points.items()))
    send(programme, redeem(member, 1, 5, 280))
    days = {1: 10, 2: 50, 3: 130, 4: 190}
    send(programme, *(refund(member, 10 + number, day, number) for number, day in days.items()))
    (debt,) = queries.debts_of(programme.id, member)
    assert [(claim.made_on, claim.points, claim.left, claim.kind) for claim in debt.claims] == [
        (date_of(programme.compiled.zone.day_of(at(days[number]))), amount, amount, TransactionKind.REFUND)
        for number, amount in points.items()
    ]
    assert (debt.points, debt.adds_up, debt.since) == (230, True, date(2026, 1, 20))
    assert debt.by_age == {Age.TO_30: 20, Age.TO_90: 40, Age.TO_180: 70, Age.BEYOND: 100}
    send(programme, purchase(member, 99, 195, 130))
    (after,) = queries.debts_of(programme.id, member)
    assert [(claim.points, claim.left) for claim in after.claims] == [(70, 40), (40, 40), (20, 20)]
    assert (after.points, after.adds_up) == (owed_by(programme.id, member)["points"], True)


def test_the_queue_is_tied_to_the_accounts(programme, django_assert_num_queries) -> None:
    members = enrolled(programme, 5)
    for number, member in enumerate(members):
        owe(programme, member, number, 5 + 40 * number, 100 + 10 * number)
    with django_assert_num_queries(5):
        page = queries.list_debts(programme.id, PageRequest())
    assert [(debt.member_id, debt.points) for debt in page.items] == [
        (members[place], 100 + 10 * place) for place in (4, 3, 2, 1, 0)
    ]
    (total,) = queries.queue_totals(programme.id)
    assert (total.wallet, total.members, total.points, total.adds_up) == ("points", 5, 600, True)
    assert total.by_age == {Age.TO_30: 0, Age.TO_90: 270, Age.TO_180: 230, Age.BEYOND: 100}
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(owed) FROM ledger_account WHERE programme_id = %s", [programme.id])
        assert cursor.fetchone()[0] == total.points


def test_the_queue_is_paged_and_narrowed(programme) -> None:
    members = enrolled(programme, 5)
    for number, member in enumerate(members):
        owe(programme, member, number, 5 + 40 * number, 100)
    pages, cursor = [], None
    while True:
        page = queries.list_debts(programme.id, PageRequest(cursor, 2))
        pages.append([debt.member_id for debt in page.items])
        if (cursor := page.next_cursor) is None:
            break
    assert pages == [list(members[:2]), list(members[2:4]), list(members[4:])]
    old = queries.list_debts(programme.id, PageRequest(limit=2), QueueFilter("points", Age.TO_180))
    assert [debt.member_id for debt in old.items] == list(members[:2])
    rest = queries.list_debts(programme.id, PageRequest(old.next_cursor, 2), QueueFilter("points", Age.TO_180))
    assert [debt.member_id for debt in rest.items] == [members[2]]
    assert queries.list_debts(programme.id, PageRequest(), QueueFilter("growth")).items == ()
    assert queries.queue_totals(install_recovery("other").id) == []


def test_two_people_write_off(programme) -> None:
    (member,) = enrolled(programme, 1)
    owe(programme, member, 1, 10, 100)
    view = operations.request_write_off(programme.id, asked(member, 60))
    assert (view.state, view.requested_by, view.written_off) == (State.REQUESTED, "olga", None)
    assert owed_by(programme.id, member) == {"points": 100}
    with pytest.raises(errors.OwnWriteOff):
        operations.approve_write_off(programme.id, view.id, "olga")
    with pytest.raises(errors.OwnWriteOff):
        operations.reject_write_off(programme.id, view.id, "olga", "no")
    done = operations.approve_write_off(programme.id, view.id, "adam", "right")
    assert (done.state, done.decided_by, done.comment, done.written_off) == (State.APPROVED, "adam", "right", 60)
    assert done == queries.write_off(programme.id, view.id)
    assert owed_by(programme.id, member) == {"points": 40}
    assert event_of(programme.id, member, done.event_seq).body == {
        "kind": "write_off",
        "wallet": "points",
        "points": 60,
        "reason": "a mistake of ours",
        "actor": "olga",
        "approved_by": "adam",
    }
    (debt,) = queries.debts_of(programme.id, member)
    assert (debt.points, debt.adds_up, debt.claims[0].left) == (40, True, 40)
    assert {one.wallet: one.available for one in balances(programme.id, member)}["points"] == 0
    with pytest.raises(errors.WriteOffDecided):
        operations.approve_write_off(programme.id, view.id, "adam")
    trail = audit.list_entries(PageRequest(limit=2)).items
    assert [(one.actor, one.action, one.subject) for one in trail] == [
        ("adam", "write_off_approved", f"member {member}"),
        ("olga", "write_off_requested", f"member {member}"),
    ]


def test_a_rejection_keeps_its_comment_and_frees_the_place(programme) -> None:
    (member,) = enrolled(programme, 1)
    owe(programme, member, 1, 10, 100)
    view = operations.request_write_off(programme.id, asked(member, 60))
    with pytest.raises(errors.WriteOffWaiting):
        operations.request_write_off(programme.id, asked(member, 10))
    with pytest.raises(errors.RejectionUnexplained):
        operations.reject_write_off(programme.id, view.id, "adam", " ")
    done = operations.reject_write_off(programme.id, view.id, "adam", "they spent it")
    assert (done.state, done.comment, done.written_off, done.event_seq) == (State.REJECTED, "they spent it", None, None)
    assert owed_by(programme.id, member) == {"points": 100}
    again = operations.request_write_off(programme.id, asked(member, 10))
    listed = queries.list_write_offs(programme.id, PageRequest(limit=1))
    assert (listed.items, listed.next_cursor is not None) == ((again,), True)
    rest = queries.list_write_offs(programme.id, PageRequest(listed.next_cursor, 1), member_id=member)
    assert (rest.items, rest.next_cursor) == ((done,), None)
    assert queries.list_write_offs(programme.id, PageRequest(), State.REJECTED).items == (done,)


def test_not_more_is_forgiven_than_is_owed_by_then(programme) -> None:
    (member,) = enrolled(programme, 1)
    owe(programme, member, 1, 10, 100)
    view = operations.request_write_off(programme.id, asked(member, 100))
    send(programme, purchase(member, 2, 195, 70))
    assert operations.approve_write_off(programme.id, view.id, "adam").written_off == 30
    assert owed_by(programme.id, member) == {}
    owe(programme, member, 3, 201, 50)
    second = operations.request_write_off(programme.id, asked(member, 50))
    send(programme, purchase(member, 4, 202, 500))
    with pytest.raises(errors.NothingOwed):
        operations.approve_write_off(programme.id, second.id, "adam")
    assert queries.write_off(programme.id, second.id).state is State.REQUESTED
    assert verify_ledger(programme.id).divergences == ()
    assert verify_replay(programme.id).divergences == ()


@pytest.mark.parametrize(
    ("points", "reason", "refusal"),
    [
        (0, "why", errors.WriteOffPointsInvalid),
        (101, "why", errors.WriteOffTooLarge),
        (10, "  ", errors.ReasonMissing),
    ],
)
def test_what_cannot_be_asked_for(points, reason, refusal, programme) -> None:
    (member,) = enrolled(programme, 1)
    owe(programme, member, 1, 10, 100)
    with pytest.raises(refusal):
        operations.request_write_off(programme.id, NewWriteOff(member, "points", points, reason, "olga"))


def test_nobody_and_nothing(programme) -> None:
    (member,) = enrolled(programme, 1)
    with pytest.raises(errors.NothingOwed):
        operations.request_write_off(programme.id, asked(member, 1))
    with pytest.raises(MemberMissing):
        operations.request_write_off(programme.id, asked(member + 1, 1))
    for deed in (operations.approve_write_off, operations.reject_write_off):
        with pytest.raises(errors.WriteOffMissing):
            deed(programme.id, 1, "adam", "why")
    with pytest.raises(errors.WriteOffMissing):
        queries.write_off(programme.id, 1)
    assert queries.debts_of(programme.id, member) == []


@pytest.mark.parametrize(
    "changes",
    [
        "decided_by = 'olga', state = 'approved', decided_at = 1, event_seq = 1, written_off = 1",
        "decided_by = 'adam', state = 'approved', decided_at = 1",
        "decided_by = 'adam', state = 'rejected', decided_at = 1",
        "decided_by = 'adam', state = 'approved', decided_at = 1, event_seq = 1, written_off = 101",
        "state = 'approved'",
        "points = 0",
    ],
)
def test_the_database_refuses_the_word_of_one(changes, programme) -> None:
    (member,) = enrolled(programme, 1)
    owe(programme, member, 1, 10, 100)
    operations.request_write_off(programme.id, asked(member, 100))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE recoveries_writeoff SET {changes}")
    assert apply_batch(programme.id, []) == []
