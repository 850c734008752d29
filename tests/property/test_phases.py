"""Histories through several versions: taking members over loses nothing, and counts as if it had always counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.phases import Phase, joined, replay_phases
from regulars.engine.progress import metric_values
from regulars.engine.records import Record
from regulars.engine.states import Account, Header, Lot
from tests.property.shadow_ledger import in_time_order
from tests.property.test_live_equals_replay import CAREFUL, draw_history
from tests.unit.engine.running import NAME, buy, records_of, redeem, refund, visit, wait

MEMBER = np.array([1])
WINDOWS: list[dict[str, Any]] = [
    {"kind": "lifetime"},
    {"kind": "calendar", "period": "month"},
    {"kind": "calendar", "period": "year"},
    {"kind": "rolling", "days": 40},
    {"kind": "anniversary"},
]


def cut(versions: list[CompiledProgramme], records: list[Record], instants: list[int]) -> list[Phase]:
    """The events in phases that end at these instants."""
    starts = [-(2**63), *instants]
    ends = [*instants, 2**63 - 1]
    return [
        Phase(version, [one for one in records if start <= one.occurred_at < end], (), None if end > 2**62 else end)
        for version, start, end in zip(versions, starts, ends, strict=True)
    ]


def _seen_to_the_last(records: list[Record]) -> list[Record]:
    """A tick at the last instant: when the events there are refused, only the end of a version lets time pass to it."""
    return [Record(1, 0, 0, max(record.occurred_at for record in records), {"kind": "tick"})] if records else []


@CAREFUL
@given(st.data())
def test_a_version_that_changes_nothing_changes_nothing(data: st.DataObject) -> None:
    programme, records = draw_history(data)
    instants = sorted(data.draw(st.sets(st.sampled_from([record.occurred_at for record in records]), max_size=3)))
    records = [*records, *_seen_to_the_last(records)]
    phases = cut([programme] * (len(instants) + 1), records, instants)
    through = joined(phases, replay_phases(phases, MEMBER))
    plain = in_time_order(programme, records)
    assert through.states.accounts.tolist() == plain.accounts.tolist()
    assert through.states.lots[:, : Lot.STATUS].tolist() == plain.lots[:, : Lot.STATUS].tolist()
    kept = [Header.TIER, Header.FLOOR_TIER, Header.TIER_SINCE_DAY, Header.ENROLLED_DAY, Header.EVENTS]
    assert through.states.header[:, kept].tolist() == plain.header[:, kept].tolist()
    day = programme.zone.day_of(max([record.occurred_at for record in records], default=0))
    assert metric_values(programme, through.states, day).tolist() == metric_values(programme, plain, day).tolist()


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: str(window.get("period", window["kind"])))
@pytest.mark.parametrize(
    "counted",
    [
        {"measure": "count", "when": "event = 'purchase'"},
        {"measure": "sum", "of": "amount", "when": "event = 'purchase'"},
        {"measure": "earned", "wallet": "points"},
        {"measure": "count", "when": "event = 'activity'"},
    ],
    ids=["purchases", "amounts", "earned", "visits"],
)
def test_what_a_new_version_measures_it_had_always_measured(window: dict[str, Any], counted: dict[str, Any]) -> None:
    events = (
        visit("2026-01-03 10:00"),
        buy("2026-01-05 10:00", 120, order_id="A"),
        buy("2026-02-07 10:00", 80, order_id="B"),
        redeem("2026-02-08 10:00", 30),
        refund("2026-02-09 10:00", "A", amount=20),
        buy("2026-03-01 10:00", 40, order_id="C"),
        visit("2026-03-02 10:00"),
        refund("2026-03-03 10:00", "B"),
    )
    before, records = records_of(*events)
    document = before.document.model_dump(mode="json")
    document["metrics"].append({"id": "new", "name": NAME, "window": window, **counted})
    after = compile_programme(type(before.document).model_validate(document), [before.document])
    phases = cut([before, after], records, [records[4].occurred_at])
    through = replay_phases(phases, MEMBER)[-1].states
    always = in_time_order(after, records)
    day = after.zone.day_of(records[-1].occurred_at)
    assert metric_values(after, through, day).tolist() == metric_values(after, always, day).tolist()
    assert through.accounts[:, :, Account.AVAILABLE].tolist() == always.accounts[:, :, Account.AVAILABLE].tolist()


def test_points_from_before_a_wallet_slid_slide_though_other_points_expire_first() -> None:
    events = [buy("2026-01-31 10:00", 10), visit("2027-02-01 00:00"), wait("2027-03-02 10:00")]
    programme, records = records_of(*events)
    sliding, _ = records_of(*events, wallets=[{"id": "growth", "expiry": {"kind": "sliding", "days": 28}}])
    phases = cut([programme, sliding], records, [records[1].occurred_at - 1])
    states = joined(phases, replay_phases(phases, MEMBER)).states
    growth = programme.wallet_ids.index("growth")
    assert states.accounts[0, growth, Account.AVAILABLE] == 0
