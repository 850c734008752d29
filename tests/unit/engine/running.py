"""Short ways to let a few events happen in the corner shop of the scenarios."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.records import Record
from regulars.engine.scenario import Entry, read_scenario, replay, timeline
from regulars.engine.scenario.document import Scenario
from regulars.engine.scenario.replaying import Replay
from regulars.engine.states import States, empty_states
from regulars.project.settings.paths import ROOT

NAME = {"zh": "名称", "en": "Name"}
SHOP = (ROOT / "scenarios" / "programmes" / "shop.yaml").read_text(encoding="utf-8")

Event = dict[str, Any]


def scenario(events: list[Event], changes: dict[str, Any] | None = None, **expect: Any) -> Scenario:
    """A scenario in the shop, with changes to it."""
    document = {"title": "test", "programme": "shop", "changes": changes or {}, "events": events, "expect": expect}
    return read_scenario(json.dumps(document), lambda _: SHOP)


def happen(*events: Event, **changes: Any) -> Replay:
    """What comes of events in the shop with some of its parts changed."""
    return replay(scenario(list(events), changes))


def records_of(*events: Event, **changes: Any) -> tuple[CompiledProgramme, list[Record]]:
    """The shop, compiled, and the events of its one member in the order in which they are given."""
    written = scenario(list(events), changes)
    records = [
        Record(1, number, event.key, event.occurred_at, event.body, event.accepted)
        for number, event in enumerate(timeline(written), start=1)
    ]
    return compile_programme(written.programme), records


def nobody_yet(programme: CompiledProgramme, *members: int) -> States:
    """The states of members before their first event."""
    return empty_states(np.array(members or (1,), dtype=np.int64), len(programme.wallet_ids))


def earned(result: Replay, wallet: str = "points") -> list[int]:
    """What each entry of a wallet moved."""
    return [entry.points for entry in entries(result, wallet)]


def entries(result: Replay, wallet: str = "points") -> list[Entry]:
    """The entries of a wallet."""
    return result.result.entries[wallet]


def buy(at: str, amount: float, **more: Any) -> Event:
    """A purchase at a local time."""
    return {"type": "purchase", "at": at, "amount": amount, **more}


def refund(at: str, order_id: str, **more: Any) -> Event:
    """A refund, of the whole order unless `lines` or `amount` say otherwise."""
    return {"type": "refund", "at": at, "order_id": order_id, **more}


def redeem(at: str, points: float, **more: Any) -> Event:
    """A redemption."""
    return {"type": "redeem", "at": at, "points": points, **more}


def visit(at: str, **more: Any) -> Event:
    """A visit without a sale."""
    return {"type": "activity", "name": "visit", "at": at, **more}


def wait(until: str) -> Event:
    """Time passes."""
    return {"type": "tick", "at": until}


def grant(at: str, points: float, **more: Any) -> Event:
    """Points given by hand."""
    return {"type": "grant", "at": at, "points": points, **more}
