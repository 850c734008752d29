"""Rows of a history as a batch for the engine, under one programme."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
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


_TEXTS = frozenset({"channel", "store", "sku", "category", "department", "brand"})
_SPREAD = 16
"""How many numbers there may be to an event for a table of them to be worth its memory."""


@dataclass(frozen=True)
class Facts:
    """How facts of the log are read: whether cuts by budgets are among them."""

    caps: bool


def valid(events: pl.DataFrame) -> pl.DataFrame:
    """The events that no other of their member takes back."""
    voids = events.filter(pl.col("voids") > 0).select("member", seq="voids")
    return events if voids.is_empty() else events.join(voids, on=["member", "seq"], how="anti", maintain_order="left")


def unread_texts(programmes: Sequence[CompiledProgramme]) -> frozenset[str]:
    """The texts of events and lines that no expression of these programmes asks for: they need not be read."""
    asked = {
        name
        for programme in programmes
        for expressions in programme.columnar.asked
        for expression in expressions
        for name in expression.meta.root_names()
    }
    return _TEXTS - asked


def with_ticks(frames: Frames, members: Integers, instant: int) -> Frames:
    """Events in the order of members and time, with time passing to an instant for each member."""
    empty = dict.fromkeys(frames.events.columns)
    values = {"seq": 0, "key": 0, "occurred_at": instant, "accepted_at": 0, "version": 0}
    texts = {"kind": "tick", "event": "tick", "refund": "full"}
    told = {**empty, **_zeros(frames.events), **values, **texts}
    ticks = pl.DataFrame({"member": members}).select(
        pl.col("member") if name == "member" else pl.lit(told[name], dtype=dtype).alias(name)
        for name, dtype in frames.events.schema.items()
    )
    return frames._replace(events=pl.concat([frames.events, ticks]).sort("member", "occurred_at", "key"))


def _zeros(events: pl.DataFrame) -> dict[str, Any]:
    """Nothing, for the columns that are never null."""
    numbers = {name: 0 for name, dtype in events.schema.items() if dtype.is_numeric()}
    return numbers | {name: False for name, dtype in events.schema.items() if dtype == pl.Boolean}


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
    rows = _rows_of(frames.events, frames.lines)
    lines = frames.lines.with_columns(pl.Series("event_row", rows))
    known = lines if rows.min(initial=0) >= 0 else lines.filter(pl.col("event_row") >= 0)
    return known.select(pl.col(name).cast(dtype) for name, dtype in LINE_SCHEMA.items())


def _rows_of(events: pl.DataFrame, lines: pl.DataFrame) -> Integers:
    """For each line the row of its event by member and number; -1: there is none.

    The numbers of a member's events have few gaps, so they are looked up in a table, which is faster than a join;
    those of sales of merged members are spread widely.
    """
    if events.is_empty():
        return np.full(lines.height, -1, dtype=np.int64)
    spans = events.group_by("member").agg(low=pl.col("seq").min(), high=pl.col("seq").max()).sort("member")
    members, low = spans["member"].to_numpy(), spans["low"].to_numpy()
    width = spans["high"].to_numpy() - low + 1
    if width.sum() > _SPREAD * events.height:
        numbered = events.select("member", "seq", row=pl.int_range(pl.len()))
        rows = lines.select("member", "seq").join(numbered, on=["member", "seq"], how="left", maintain_order="left")
        return rows["row"].fill_null(-1).to_numpy()
    first = np.cumsum(width) - width - low
    table = np.full(int(width.sum()), -1, dtype=np.int64)
    table[first[np.searchsorted(members, events["member"].to_numpy())] + events["seq"].to_numpy()] = np.arange(
        events.height
    )
    owners = np.searchsorted(members, lines["member"].to_numpy()).clip(max=len(members) - 1)
    places = first[owners] + lines["seq"].to_numpy()
    inside = (members[owners] == lines["member"].to_numpy()) & (places >= 0) & (places < len(table))
    inside &= (lines["seq"].to_numpy() >= low[owners]) & (lines["seq"].to_numpy() < low[owners] + width[owners])
    return np.where(inside, table[np.where(inside, places, 0)], -1)


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
