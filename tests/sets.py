"""A small history with all that can happen to a sale, and engines that have to agree on it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from regulars.domain.history.queries import LookedAt, open_history_sets
from regulars.domain.tags.policy.computing import Slice, tags_sql
from regulars.domain.tags.queries import library
from regulars.engine.records import Record
from regulars.engine.time import instant_of, zone_table
from regulars.platform.sets import digest_of
from regulars.platform.sets.duckdb_engine import OnDuckDB
from regulars.platform.sets.opening import Engine
from tests.postgresql_sets import OnPostgreSQL
from tests.property.replays import history_of

ZONE = "America/New_York"
START = instant_of(datetime(2025, 12, 20, 9, tzinfo=UTC))
DAY = 86_400_000_000
END = START + 200 * DAY
GOODS = (("dairy", "food"), ("bread", "food"), ("soap", "home"), ("fuel", "FUEL"), (None, None))


def sale(dice: random.Random, number: int) -> dict[str, Any]:
    """A basket of a few lines; some are worth nothing."""
    lines = []
    for place in range(dice.randint(0, 4)):
        category, department = dice.choice(GOODS)
        amount = dice.choice((0, 150, 999, 2500))
        named = {"category": category, "department": department, "brand": dice.choice(("own", "maker"))}
        line = {"line_id": str(place), "sku": f"s{dice.randint(1, 9)}", "quantity": dice.randint(1, 3)}
        lines.append(line | {"amount_minor": amount, "discount_minor": dice.choice((0, 0, 50))} | named)
    whole = sum(line["amount_minor"] for line in lines) if lines else dice.randint(0, 5000)
    place = {"channel": dice.choice(("store", "online")), "store": dice.choice(("north", "south"))}
    body = {"kind": "purchase", "order_id": f"o{number}", "amount_minor": whole} | place
    return body | ({"lines": lines} if lines else {})


def refund(dice: random.Random, number: int) -> dict[str, Any]:
    """A refund of an earlier order of anybody: whole, an amount, or lines."""
    body: dict[str, Any] = {"kind": "refund", "order_id": f"o{dice.randint(0, number)}"}
    mode = dice.choice(("full", "amount", "lines"))
    if mode == "amount":
        return body | {"refund": mode, "amount_minor": dice.randint(1, 3000)}
    if mode == "lines":
        return body | {"refund": mode, "lines": [{"line_id": "0"}, {"line_id": "1", "quantity": 1}]}
    return body | {"refund": mode}


def happened(members: int = 12, events: int = 700) -> Iterator[Record]:
    """Sales, refunds, enrolments, activities, events taken back, and one member merged into another."""
    dice, seqs = random.Random(6), Counter[int]()
    for number in range(events):
        member = number % members + 1
        roll = dice.random()
        if number < members:
            body: dict[str, Any] = {"kind": "enrol", "birth_month": number % 12 + 1}
        elif roll < 0.12:
            body = refund(dice, number)
        elif roll < 0.16 and seqs[member] > 2:
            body = {"kind": "void", "voids": dice.randint(2, seqs[member]), "reason": "wrong", "actor": "ann"}
        elif roll < 0.2:
            body = {"kind": "activity", "name": "coupon_redeemed", "attributes": {"coupon": "c1"}}
        else:
            body = sale(dice, number)
        seqs[member] += 1
        yield Record(member, seqs[member], 1000 + number, START + number * (200 * DAY // events), body, decided=True)
    merge = {
        "kind": "merge_in",
        "member": 2,
        "upto": seqs[2],
        "merge_id": "m",
        "lots": [],
        "progress": [],
        "accounts": [],
    }
    seqs[1] += 1
    yield Record(1, seqs[1], 9000, END - DAY, merge, decided=True)


def story(folder: Path) -> Path:
    """That history on the disk."""
    return history_of(list(happened()), folder, files=2)


def here(folder: Path, threads: int = 2) -> Engine:
    """DuckDB as it is by default."""
    return OnDuckDB(512, threads, folder)


def other_engine(folder: Path, environment: Mapping[str, str]) -> Engine:
    """PostgreSQL where tests run on it, else DuckDB on one thread."""
    if connection.vendor == "postgresql":
        return OnPostgreSQL(environment["DATABASE_URL"])
    return here(folder, threads=1)


def digests(history: Path, engine: Engine, computations: Mapping[str, str], as_of: int = END) -> dict[str, str]:
    """What an engine answers to each computation over a history, as digests."""
    with open_history_sets(LookedAt(history, ZONE, as_of), engine) as sets:
        return {name: digest_of(sets.frame(sql)) for name, sql in computations.items()}


def tag_computations() -> dict[str, str]:
    """All tags that ship, family by family."""
    definitions = [one for one in library().definitions if not one.rank_of]
    part = Slice(-(10**18), 10**18, zone_table(ZONE).day_of(END), 7, ("points",))
    families = {one.family for one in definitions}
    return {name: tags_sql([one for one in definitions if one.family == name], part) for name in sorted(families)}
