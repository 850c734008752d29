"""Rows of a history as a batch for the engine, under one programme."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from regulars.domain.history.policy.frames import Frames
from regulars.engine.batch import EVENT_SCHEMA, LINE_SCHEMA, EventBatch, EventKind, RefundMode
from regulars.engine.compile import CompiledProgramme
from regulars.engine.extras import extras_of
from regulars.engine.states import Integers

_KINDS = {kind.name.lower(): int(kind) for kind in EventKind}
_MODES = {mode.name.lower(): int(mode) for mode in RefundMode}
_PERSONAL = ("enrol", "profile")
_TYPES: dict[str, type[pl.DataType]] = {"text": pl.String, "integer": pl.Int64, "boolean": pl.Boolean}


class Fit(NamedTuple):
    """Rows that a programme can read, and the events it cannot: member, seq, occurred_at, kind, reason, points."""

    frames: Frames
    unfit: pl.DataFrame


@dataclass(frozen=True)
class Facts:
    """How facts of the log are read: whether cuts by budgets are among them."""

    caps: bool


def valid(events: pl.DataFrame) -> pl.DataFrame:
    """The events that no other of their member takes back."""
    voids = events.filter(pl.col("voids") > 0).select("member", seq="voids")
    return events if voids.is_empty() else events.join(voids, on=["member", "seq"], how="anti", maintain_order="left")


def fitted(programme: CompiledProgramme, frames: Frames) -> Fit:
    """Leave out what names a wallet or tier that the programme does not have."""
    events = valid(frames.events)
    wallet = pl.col("wallet").is_not_null() & ~pl.col("wallet").is_in(programme.wallet_ids)
    tier = (pl.col("kind") == "tier_grant") & ~pl.col("tier").is_in(programme.tier_ids)
    reason = pl.when(wallet).then(pl.lit("unknown_wallet")).when(tier).then(pl.lit("unknown_tier"))
    told = events.with_columns(reason=reason)
    unfit = told.filter(pl.col("reason").is_not_null())
    shown = unfit.select("member", "seq", "occurred_at", "kind", "reason", "points")
    return Fit(Frames(told.filter(pl.col("reason").is_null()).drop("reason"), frames.lines), shown)


def batch_of(programme: CompiledProgramme, frames: Frames, facts: Facts, earlier: Frames | None = None) -> EventBatch:
    """The batch of fitted rows, in their order; everything in it was decided. `earlier`: sales of merged members."""
    before = None if earlier is None else batch_of(programme, earlier, facts)
    events = frames.events.select(*_columns(programme, frames.events), *_attributes(programme, frames.events))
    return EventBatch(events, _lines(frames), before, _extras(programme, frames.events, facts))


def with_ticks(batch: EventBatch, members: Integers, instant: int) -> EventBatch:
    """The batch with time passing to an instant for each member; these events stand behind the others."""
    empty: dict[str, Any] = dict.fromkeys(batch.events.columns)
    numbers = {name: 0 for name, dtype in EVENT_SCHEMA.items() if dtype.is_numeric()}
    flags = {name: False for name, dtype in EVENT_SCHEMA.items() if dtype == pl.Boolean}
    values = {**empty, **numbers, **flags, "wallet": -1, "tier": -1, "event": "tick", "occurred_at": instant}
    values["kind"] = int(EventKind.TICK)
    ticks = pl.DataFrame({"member": members}).select(
        pl.col("member") if name == "member" else pl.lit(values[name], dtype=dtype).alias(name)
        for name, dtype in batch.events.schema.items()
    )
    return EventBatch(pl.concat([batch.events, ticks]), batch.lines, batch.earlier, batch.extras)


def _columns(programme: CompiledProgramme, events: pl.DataFrame) -> list[pl.Expr]:
    """The columns of `EVENT_SCHEMA` from those of a history, which has most of them under the same names.

    Sales of merged members have a number by which they are told beside their own.
    """
    changed = {
        "kind": pl.col("kind").replace_strict(_KINDS),
        "refund_mode": pl.col("refund").replace_strict(_MODES),
        "wallet": _numbered("wallet", programme.wallet_ids),
        "tier": _numbered("tier", programme.tier_ids),
        "seq": pl.col("told_seq" if "told_seq" in events.columns else "seq"),
        "decided": pl.lit(value=True),
    }
    return [changed.get(name, pl.col(name)).cast(dtype).alias(name) for name, dtype in EVENT_SCHEMA.items()]


def _numbered(column: str, ids: Sequence[str]) -> pl.Expr:
    numbers = {name: number for number, name in enumerate(ids)}
    return pl.col(column).replace_strict(numbers, default=-1, return_dtype=pl.Int64)


def _attributes(programme: CompiledProgramme, events: pl.DataFrame) -> list[pl.Expr]:
    """The programme's attributes of events; enrolments and profiles speak of the member instead."""
    told = bool(events["attributes"].null_count() < events.height)
    found = []
    for attribute in programme.document.attributes:
        dtype = _TYPES[attribute.type]
        text = pl.col("attributes").str.json_path_match(f"$.{attribute.id}")
        value = text == "true" if attribute.type == "boolean" else text.cast(dtype, strict=False)
        own = pl.when(~pl.col("kind").is_in(_PERSONAL)).then(value) if told else pl.lit(None)
        found.append(own.cast(dtype).alias(attribute.id))
    return found


def _lines(frames: Frames) -> pl.DataFrame:
    """The lines with the rows of their events; those of events that are not there are left out."""
    rows = frames.events.select("member", "seq", event_row=pl.int_range(pl.len(), dtype=pl.UInt32))
    joined = frames.lines.join(rows, on=["member", "seq"], how="inner").sort("event_row", "number")
    return joined.select(pl.col(name).cast(dtype) for name, dtype in LINE_SCHEMA.items())


def _extras(programme: CompiledProgramme, events: pl.DataFrame, facts: Facts) -> Integers:
    """What does not fit a row, read from the few events that bring such."""
    speaking = pl.col("facts").is_not_null() | (pl.col("kind").is_in(_PERSONAL) & pl.col("attributes").is_not_null())
    rows = events.with_row_index("row").filter(speaking).select("row", "kind", "facts", "attributes")
    bodies = [_body(programme, *row[1:], caps=facts.caps) for row in rows.iter_rows()]
    extras = extras_of(programme, bodies)
    extras[:, 0] = rows["row"].cast(pl.Int64).to_numpy()[extras[:, 0]]
    return extras


def _body(programme: CompiledProgramme, kind: str, facts: str | None, attributes: str | None, *, caps: bool) -> Any:
    """What an event brings, less what is of wallets that the programme does not have."""
    brought: Mapping[str, Any] = json.loads(facts) if facts else {}
    known = {
        name: [one for one in value if one["wallet"] in programme.wallet_ids]
        for name, value in brought.items()
        if name in ("lots", "draws", "accounts")
    }
    body = {"kind": kind, **brought, **known}
    if not caps:
        body.pop("caps", None)
    if attributes and kind in _PERSONAL:
        body["attributes"] = json.loads(attributes)
    return body
