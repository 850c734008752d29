"""Whatever programme, however events arrive: the ledger is proven, in both orders, and answers twice alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from regulars.domain.ledger.models import Account, Event, Posting
from regulars.domain.ledger.operations import apply_batch, preview_batch, roll_up, tick
from regulars.domain.ledger.queries import programme_totals
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.programmes.errors import ProgrammeInvalid
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from tests.property.histories import histories
from tests.property.programmes import programmes

CAREFUL = settings(deadline=None, max_examples=60, print_blob=True, suppress_health_check=list(HealthCheck))


def installed(data: st.DataObject) -> tuple[LiveProgramme, list[NewEvent]]:
    """A programme in force and events of some members, in time order per member."""
    programme = data.draw(programmes())
    try:
        live = install_programme(programme.model_dump_json(exclude_defaults=True), actor="test")
    except ProgrammeInvalid:
        assume(condition=False)
    events = [
        NewEvent("shop", f"e{record.key}", record.member, record.occurred_at, dict(record.body))
        for record in data.draw(histories(programme, most=14))
    ]
    return live, events


def deliveries(data: st.DataObject, events: Sequence[NewEvent]) -> list[list[NewEvent]]:
    """The events in any order, some of them twice, cut into batches."""
    repeated = data.draw(st.lists(st.sampled_from(events), max_size=4))
    arriving = data.draw(st.permutations([*events, *repeated])) if data.draw(st.booleans()) else [*events, *repeated]
    batches: list[list[NewEvent]] = [[]]
    for event in arriving:
        batches[-1].append(event)
        if data.draw(st.integers(0, 2)) == 0:
            batches.append([])
    return [batch for batch in batches if batch]


def told(answer: EventResult) -> tuple[object, ...]:
    """What a second answer must repeat."""
    return answer.points, answer.balances, answer.tier, answer.tier_before, answer.goals, answer.trace_id


@pytest.mark.django_db
@CAREFUL
@given(st.data())
def test_any_delivery_is_proven(data: st.DataObject) -> None:
    with transaction.atomic():
        live, events = installed(data)
        firsts: dict[str, EventResult] = {}
        for batch in deliveries(data, events):
            if data.draw(st.integers(0, 5)) == 0:
                tick(live.id, data.draw(st.sampled_from(events)).occurred_at)
            foreseen = preview_batch(live.id, batch) if data.draw(st.integers(0, 3)) == 0 else None
            answers = apply_batch(live.id, batch)
            assert foreseen is None or [told(one) for one in foreseen] == [told(one) for one in answers]
            _remember(firsts, batch, answers)
        if data.draw(st.booleans()):
            roll_up(live.id)
        _prove(live, firsts)
        _repeat(live, events, firsts)
        transaction.set_rollback(True)


def _remember(firsts: dict[str, EventResult], batch: Sequence[NewEvent], answers: Sequence[EventResult]) -> None:
    """Keep the answers to what was accepted; what was accepted before must be answered as then."""
    for event, answer in zip(batch, answers, strict=True):
        if answer.status == EventStatus.ACCEPTED:
            assert event.event_id not in firsts
            firsts[event.event_id] = answer
        elif answer.status == EventStatus.DUPLICATE:
            assert told(answer) == told(firsts[event.event_id])
        else:
            assert answer.status == EventStatus.REFUSED
            assert event.event_id not in firsts


def _prove(live: LiveProgramme, firsts: dict[str, EventResult]) -> None:
    """Everything holds, and members hold what the programme's accounts have given."""
    assert verify_ledger(live.id).divergences == ()
    assert verify_replay(live.id).divergences == ()
    assert Event.objects.filter(programme_id=live.id).exclude(source="clock").count() == len(firsts)
    owed: dict[str, int] = dict.fromkeys(live.wallet_numbers, 0)
    for totals in programme_totals(live.id):
        owed[totals.wallet] = totals.outstanding
    for wallet, number in live.wallet_numbers.items():
        accounts = Account.objects.filter(programme_id=live.id, wallet=number)
        standing = accounts.values_list("available", "held", "pending", "owed")
        assert sum(there + held + pending - owing for there, held, pending, owing in standing) == owed[wallet]
    assert sum(Posting.objects.filter(programme_id=live.id).values_list("points", flat=True)) == 0


def _repeat(live: LiveProgramme, events: Sequence[NewEvent], firsts: dict[str, EventResult]) -> None:
    """Sent again, accepted events are duplicates and nothing changes."""
    again = [event for event in events if event.event_id in firsts]
    for event, answer in zip(again, apply_batch(live.id, again), strict=True):
        assert answer.status == EventStatus.DUPLICATE
        assert told(answer) == told(firsts[event.event_id])
    assert verify_ledger(live.id).divergences == ()
