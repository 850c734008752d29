"""Replaying a ledger's history through the versions that were in force, pilots too, gives the ledger."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from regulars.domain.history.operations import sync_history
from regulars.domain.history.queries import Slice, read_manifest
from regulars.domain.ledger.models.takeover import stored_states
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes import operations
from regulars.domain.programmes.errors import DraftUnchanged, ProgrammeInvalid
from regulars.domain.programmes.queries import live_programme, version
from regulars.domain.programmes.types import Decision, LiveProgramme, NewDraft
from regulars.domain.replay.policy.courses import Route, routes_in, told_of
from regulars.domain.replay.queries import open_history, part_at
from regulars.domain.replay.queries.courses import as_it_was
from regulars.domain.replay.types import Candidate, Course
from regulars.engine.programme.model import Programme, Text
from regulars.engine.states import Account
from regulars.platform import clock
from tests.conftest import FrozenClock
from tests.property.histories import histories
from tests.property.programmes import programmes
from tests.property.replays import told
from tests.property.test_ledger_histories import deliveries

CAREFUL = settings(deadline=None, max_examples=15, print_blob=True, suppress_health_check=list(HealthCheck))
NUMBERS = itertools.count(1)
BEFORE, AFTER = datetime(2023, 11, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def later_versions(draw: st.DrawFn, first: Programme) -> Programme:
    """Another programme that may follow the first: the same wallets, whatever else it says."""
    kept = {wallet.id: wallet for wallet in first.wallets}
    other = draw(programmes().filter(lambda one: {wallet.id for wallet in one.wallets} <= kept.keys()))
    wallets = [wallet.model_copy(update={"decimals": kept[wallet.id].decimals}) for wallet in other.wallets] + [
        wallet for wallet in first.wallets if wallet.id not in {one.id for one in other.wallets}
    ]
    changes = {part: getattr(first, part) for part in ("name", "currency", "time_zone")}
    return other.model_copy(update=changes | {"wallets": wallets})


def _installed(data: st.DataObject) -> tuple[LiveProgramme, list[NewEvent]]:
    """A programme of a name that no other has, so that nothing that was compiled is taken for it, and events."""
    number = next(NUMBERS)
    name = Text(zh=f"{number}", en=f"{number}")
    programme = data.draw(programmes()).model_copy(update={"name": name})
    try:
        live = operations.install_programme(programme.model_dump_json(exclude_defaults=True), actor="test")
    except ProgrammeInvalid:
        assume(condition=False)
    events = [
        NewEvent("shop", f"e{record.key}", record.member, record.occurred_at, dict(record.body))
        for record in data.draw(histories(programme, most=10))
        if record.body["kind"] != "tick"
    ]
    assume(events)
    return live, events


def _approved(live: LiveProgramme, document: Programme) -> int:
    text = document.model_dump_json(exclude_defaults=True)
    draft = operations.create_draft(NewDraft(live.id, text, "Better"), "ann")
    operations.submit_draft(draft.version_id, "ann")
    return operations.review_version(draft.version_id, Decision.APPROVED, "", "bob").version_id


def _go_through_versions(data: st.DataObject, live: LiveProgramme, events: list[NewEvent]) -> None:
    """Put one or two other versions into force between the events, the first perhaps on pilot before."""
    instants = sorted({event.occurred_at for event in events})
    starts = sorted(data.draw(st.sets(st.sampled_from(instants), min_size=min(2, len(instants)), max_size=3)))
    try:
        second = _approved(live, data.draw(later_versions(live.document)))
        if len(starts) > 1 and data.draw(st.booleans()):
            operations.pilot_version(second, 5_000, starts.pop(0), "", "bob")
            if data.draw(st.booleans()):
                operations.stop_pilot(live.id, starts.pop(0), "Enough", "bob")
        if starts:
            operations.publish_version(second, starts.pop(0), "", "bob")
        if starts:
            third = _approved(live, data.draw(later_versions(live.document)))
            operations.publish_version(third, starts.pop(0), "", "bob")
    except (DraftUnchanged, ProgrammeInvalid):
        assume(condition=False)


def _ends(events: Sequence[NewEvent]) -> list[NewEvent]:
    """Time passes to the same instant for all members: who has nothing to come is taken over, too."""
    last = max(event.occurred_at for event in events) + 1
    members = sorted({event.member_id for event in events})
    return [NewEvent("clock", f"end {member}", member, last, {"kind": "tick"}) for member in members]


def _routes(folder: Path, course: Course) -> Iterator[tuple[Route, list[int]]]:
    """All members by their routes, some at a time."""
    history = open_history(folder, Slice(), at_once=10)
    for number in range(len(history.chunks)):
        part = part_at(history, number)
        outstanding = told_of(course, part).tally.accounts["outstanding"].sum()
        routes = routes_in(course, part)
        standing = sum(
            int(one.last.outcome.states.accounts[:, :, [Account.AVAILABLE, Account.HELD, Account.PENDING]].sum())
            - int(one.last.outcome.states.accounts[:, :, Account.OWED].sum())
            for one in routes
        )
        assert outstanding == standing
        for route in routes:
            yield route, part.members[route.rows].tolist()


@pytest.mark.django_db
@CAREFUL
@given(st.data())
def test_what_happened_replays_to_the_ledger(data: st.DataObject) -> None:
    days = FrozenClock(BEFORE)
    with transaction.atomic(), tempfile.TemporaryDirectory() as name, clock.set_to(days):
        folder = Path(name)
        live, events = _installed(data)
        _go_through_versions(data, live, events)
        days.advance(AFTER - BEFORE)
        for batch in deliveries(data, events):
            apply_batch(live.id, batch)
        apply_batch(live.id, _ends(events))
        sync_history(live.id, folder)
        last = live_programme(live.id)
        candidate = as_it_was(Candidate("live", last.compiled, as_logged=True), read_manifest(folder))
        assert candidate.course is not None
        for route, members in _routes(folder, candidate.course):
            stored = stored_states(version(route.legs[-1].version_id), members)
            assert told(route.last.outcome.states) == told(stored)
        transaction.set_rollback(True)
