"""Bringing the year through the ledger's write door, as a job: restartable, and never counted twice."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from regulars.domain.ledger.operations import apply_batch, roll_up, tick
from regulars.domain.ledger.queries.roster import list_roster
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.members.operations import identify_members, record_profiles
from regulars.domain.members.types import Arrival, Identified, Identity, Profile, Told
from regulars.platform import clock, jobs
from regulars.platform.paging import LARGEST, PageRequest
from regulars.surfaces.cli.demo.extras import roll_extras
from regulars.surfaces.cli.demo.timeline import Planned, Timeline, lay_out
from regulars.surfaces.cli.demo.year import ZONE, read_year

Batch = list[Planned]
KIND = "demo.load"
SOURCE = "demo"
WALLET = "points"
BATCH = 8000
ENOUGH_TO_REDEEM = 300
REDEEMED_IN = 100
CARD_PREFIX = "8451"


@dataclass
class Progress:
    """How far a load has come."""

    programme_id: int
    balances: dict[int, int] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)


@jobs.task(KIND)
def load(job: jobs.RunningJob) -> dict[str, Any]:
    """Load the year that ends on the payload's day, from the last checkpoint on."""
    programme_id, ends_on = job.payload["programme_id"], date.fromisoformat(job.payload["ends_on"])
    year = read_year(ends_on)
    timeline = lay_out(year, roll_extras(year, ends_on), WALLET)
    members = _enrol(programme_id, timeline)
    progress = Progress(programme_id, _balances(programme_id))
    done_before = (job.checkpoint or {}).get("events", 0)
    months = month_starts(ends_on)
    done = 0
    for batch in ahead(timeline.batches(BATCH, tuple(months))):
        done += len(batch)
        if done <= done_before:
            continue
        while months and months[0] <= batch[0].at:
            _pass_time(progress, months.pop(0))
        with transaction.atomic():
            _apply(progress, members, batch)
            job.report(done, timeline.events, {"events": done})
        _show(done, timeline.events)
    _pass_time(progress, clock.now_us())
    roll_up(programme_id)
    return {"events": timeline.events, "members": len(members), **progress.statuses}


def ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, each made in a thread of its own while the one before is written."""
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = thread.submit(next, batches, None)
            yield batch


def month_starts(ends_on: date) -> list[int]:
    """The first instants of the months of the year that ends on a day, by the retailer's clock."""
    starts = [date(ends_on.year - (month > ends_on.month), month, 1) for month in range(1, 13)]
    zone = ZoneInfo(ZONE)
    return sorted(clock.to_us(datetime(day.year, day.month, day.day, tzinfo=zone)) for day in starts)


def ends_yesterday() -> date:
    """The retailer's yesterday."""
    return clock.now().astimezone(ZoneInfo(ZONE)).date() - timedelta(days=1)


def _enrol(programme_id: int, timeline: Timeline) -> dict[int, int]:
    """The member of each household: known by an external id and a card, born in a month the dice gave."""
    rows = timeline.extras.enrolments.rows()
    arrivals = [Arrival(_identity(household), at) for household, at, _ in rows]
    found = identify_members(programme_id, arrivals)
    members = {row[0]: who.member_id for row, who in zip(rows, found, strict=True) if isinstance(who, Identified)}
    tellings = [Told(members[household], at, Profile(birth_month=month)) for household, at, month in rows]
    record_profiles(programme_id, tellings)
    return members


def _identity(household: int) -> Identity:
    return Identity(card=f"{CARD_PREFIX}{household:012d}", external_id=f"household-{household}")


def _balances(programme_id: int) -> dict[int, int]:
    """What every member can spend, by member."""
    balances: dict[int, int] = {}
    request = PageRequest(limit=LARGEST)
    while True:
        page = list_roster(programme_id, request)
        balances |= {line.member_id: line.balances.get(WALLET, 0) for line in page.items}
        if page.next_cursor is None:
            return balances
        request = PageRequest(page.next_cursor, LARGEST)


def _pass_time(progress: Progress, instant: int) -> None:
    """Let expiry and reviews come by an instant."""
    tick(progress.programme_id, instant)
    progress.balances = _balances(progress.programme_id)


def _apply(progress: Progress, members: dict[int, int], batch: Batch) -> None:
    """Apply a batch with the redemptions that the balances before it allow."""
    events: list[NewEvent] = []
    for planned in batch:
        member = members[planned.household]
        events.append(NewEvent(SOURCE, planned.event_id, member, planned.at, planned.body))
        if planned.redeems and progress.balances.get(member, 0) >= ENOUGH_TO_REDEEM:
            events.append(_redemption(progress, planned, member))
    answers = apply_batch(progress.programme_id, events)
    for answer in answers:
        _note(progress, answer)


def _redemption(progress: Progress, planned: Planned, member: int) -> NewEvent:
    """About half of what the member has, in hundreds, a moment after the basket."""
    points = progress.balances[member] // (2 * REDEEMED_IN) * REDEEMED_IN
    progress.balances[member] -= points
    body = {"kind": "redeem", "wallet": WALLET, "points": points, "channel": "store", "store": planned.body["store"]}
    return NewEvent(SOURCE, f"redeem-{planned.event_id}", member, planned.at + 1, body)


def _note(progress: Progress, answer: EventResult) -> None:
    if answer.status in (EventStatus.FAILED, EventStatus.CONFLICT):
        raise ValueError(f"the demo's event was answered {answer.status}: {answer.code} {answer.params}")
    progress.statuses[answer.status] += 1
    progress.balances[answer.member_id] = answer.balances.get(WALLET, 0)


def _show(done: int, total: int) -> None:
    """One line that grows, for who waits."""
    if sys.stderr.isatty():
        print(f"\r{done:>9,} of {total:,} events", end="" if done < total else "\n", file=sys.stderr, flush=True)
