"""Replays of small stories whose figures can be worked out by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from regulars.domain.history.errors import HistoryEmpty
from regulars.domain.history.queries import Slice
from regulars.domain.replay.operations import Question, run_replay, write_results
from regulars.domain.replay.types import Candidate, Disallowed, Grouping, Replayed
from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.engine.records import Record
from regulars.engine.time import instant_of
from tests.integration.ledger.stories import document
from tests.property.replays import history_of

START = datetime(2026, 1, 10, 4, tzinfo=UTC)


def record(member: int, seq: int, days: int, **body: Any) -> Record:
    instant = instant_of(START + timedelta(days=days))
    return Record(member, seq, member * 100 + seq, instant, body, decided=True)


def sale(member: int, seq: int, days: int, amount: int) -> Record:
    return record(member, seq, days, kind="purchase", order_id=f"o{member}-{seq}", amount_minor=amount * 100)


STORY = [
    sale(1, 1, 0, 400),
    record(1, 2, 5, kind="redeem", wallet="points", points=300),
    sale(1, 3, 40, 200),
    sale(2, 1, 1, 100),
    record(2, 2, 2, kind="grant", wallet="growth", points=7, reason="care"),
    record(2, 3, 3, kind="tier_grant", tier="gold"),
    sale(3, 1, 50, 1200),
    sale(3, 2, 200, 1),
]


def candidate(name: str, **changes: Any) -> Candidate:
    text = document()
    text["goals"] = []
    text["wallets"][0]["cash_value"] = 0.5
    for rule in text["rules"]:
        rule["award"] |= changes.get(rule["id"], {})
    if changes.get("poor"):
        text["wallets"], text["rules"] = text["wallets"][:1], text["rules"][:1]
        text["ladder"]["tiers"], text["multipliers"] = text["ladder"]["tiers"][:2], []
    return Candidate(name, compile_programme(load_programme(json.dumps(text))))


def asked(folder: Path, *candidates: Candidate, **question: Any) -> Replayed:
    return run_replay(Question(history_of(STORY, folder / "history"), candidates, folder / "out", **question))


def test_a_story_by_hand(tmp_path: Path) -> None:
    results = asked(tmp_path, candidate("live")).results[0]
    points = results.wallets[0]
    # Member 1 is silver at 600, 2 has gold by hand, and 3 is gold at once, so that their last sale counts twice.
    assert (results.members, results.events) == (3, 8)
    assert points.redeemed == 300
    assert points.cost_minor == 300 * 50
    assert points.issued == 400 + 200 + 100 + 1200 + 2
    assert points.expired == points.issued - points.redeemed - points.outstanding
    assert points.breakage == points.expired / (points.expired + 300)
    january = {one.tier: one.members for one in results.tier_months if one.month == "2026-01"}
    assert january == {"base": 1, "silver": 0, "gold": 1}
    silver = next(one for one in results.reach if one.tier == "silver")
    assert (silver.reached, silver.median_days) == (1, 40)


def test_what_a_draft_would_not_have_allowed_is_told(tmp_path: Path) -> None:
    poor = candidate("poor", poor=True, spend_points={"per": 2})
    results = asked(tmp_path, poor).results[0]
    assert results.disallowed == (
        Disallowed("grant", "unknown_wallet", 1, 7),
        Disallowed("redeem", "insufficient_points", 1, 300),
        Disallowed("tier_grant", "unknown_tier", 1, 0),
    )
    assert results.wallets[0].redeemed == 300  # it happened all the same
    assert results.events == 6


def test_who_gains_and_who_loses(tmp_path: Path) -> None:
    answer = asked(tmp_path, candidate("live"), candidate("draft", spend_points={"per": 2}))
    comparison = answer.comparisons[0]
    assert (comparison.gaining, comparison.losing, comparison.unchanged) == (0, 3, 0)
    assert comparison.lost_minor == (600 + 100 + 1202 - 300 - 50 - 601) * 50
    assert [one.member for one in comparison.losers] == [3, 1, 2]
    assert comparison.losers[1].worth_before == 600 * 50
    assert sum(members for _, _, members in comparison.flow) == 3
    write_results(answer, tmp_path / "results")
    months = pl.read_parquet(tmp_path / "results" / "wallet_months.parquet")
    assert set(months["name"]) == {"live", "draft"}
    assert months.filter(pl.col("name") == "live", pl.col("wallet") == "points")["issued"].sum() == 1902


def test_a_slice_of_days(tmp_path: Path) -> None:
    until = instant_of(START + timedelta(days=4))
    results = asked(tmp_path, candidate("live"), part=Slice(until=until)).results[0]
    assert (results.members, results.events) == (2, 4)
    with pytest.raises(HistoryEmpty):
        asked(tmp_path, candidate("live"), part=Slice(since=instant_of(START + timedelta(days=900))))


def test_tells_who_gains_by_tier_and_by_spending(tmp_path: Path) -> None:
    sales = [sale(member, 1, member, member * 100) for member in range(1, 11)]
    folder = history_of(sales, tmp_path / "history")
    dearer = {"spend_points": {"points": 2}}
    (against,) = run_replay(
        Question(folder, (candidate("live"), candidate("draft", **dearer)), tmp_path / "out")
    ).comparisons
    tiers = {one.name: one for one in against.groups if one.grouping is Grouping.TIER}
    assert {name: one.members for name, one in tiers.items()} == {"base": 4, "silver": 5, "gold": 1}
    assert tiers["base"].gained_minor == (100 + 200 + 300 + 400) * 50
    fifths = [one for one in against.groups if one.grouping is Grouping.SPENT]
    assert [(one.name, one.members, one.gaining, one.losing) for one in fifths] == [
        (str(fifth), 2, 2, 0) for fifth in range(1, 6)
    ]
    assert sum(one.gained_minor for one in fifths) == against.gained_minor
    assert (fifths[0].higher, fifths[0].lower) == (0, 0)
