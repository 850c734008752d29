"""Computing tags from a history: as of an instant, in groups, only what is due, the same on all engines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from regulars.domain.tags.errors import TagsNotComputed
from regulars.domain.tags.operations import Asked, refresh_tags
from regulars.domain.tags.policy.rules import ReadRule
from regulars.domain.tags.queries import days_in, library, newest_day, values_on
from tests.property.replays import history_of
from tests.sets import DAY, END, ZONE, digests, happened, here, other_engine, story, tag_computations

MIDDLE = END - 100 * DAY


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return story(tmp_path_factory.mktemp("tags") / "history")


@pytest.fixture
def asked(history: Path, tmp_path: Path) -> Asked:
    return Asked(history, ZONE, END, ("points",), library().definitions, tmp_path / "out")


def rows(folder: Path) -> pl.DataFrame:
    return values_on(folder, newest_day(folder).day).collect()


def test_every_tag_has_a_column_and_every_member_a_row(asked: Asked) -> None:
    seen: list[tuple[int, int | None]] = []
    report = refresh_tags(asked, lambda *done: seen.append(done))
    frame = rows(asked.folder)
    assert frame.columns == ["member", *(one.id for one in library().definitions)]
    assert frame["member"].to_list() == [1, *range(3, 13)]
    assert (report.members, report.computed) == (11, report.tags)
    assert seen == [(0, 1), (1, 1)]
    day = newest_day(asked.folder)
    assert (day.members, day.digest) == (11, report.digest)
    assert day.figures["spend_90"].known == 11


def test_tags_agree_with_what_they_are_of(asked: Asked) -> None:
    refresh_tags(asked)
    frame = rows(asked.folder)
    ranks = frame.select("spend_365", "spend_rank_365").drop_nulls().sort("spend_365")
    assert ranks["spend_rank_365"].is_sorted()
    assert ranks["spend_rank_365"][-1] == 1
    told = frame.select(
        average=pl.col("spend_365") / pl.col("purchases_365") - pl.col("average_purchase_365"),
        active=pl.col("active_in_90") != (pl.col("purchases_90") > 0),
        weekdays=pl.sum_horizontal(pl.col("^share_on_.*_365$")) - 1,
        parts=pl.col("stores_365") > 2,
    )
    assert max(told.select(pl.col("average", "weekdays").abs().max()).row(0)) < 0.01
    assert not told["active"].any()
    assert not told["parts"].any()


def test_members_in_groups_come_to_the_same(asked: Asked, tmp_path: Path) -> None:
    whole = refresh_tags(asked)
    some = refresh_tags(replace(asked, folder=tmp_path / "some", at_once=3))
    assert rows(tmp_path / "some").equals(rows(asked.folder))
    assert some.members == whole.members


def test_nothing_later_is_seen(asked: Asked, tmp_path: Path) -> None:
    """What comes after the instant is turned upside down, and no value moves."""
    changed = [
        replace_body(one) if one.occurred_at > MIDDLE else one for one in happened() if one.body["kind"] != "merge_in"
    ]
    kept = [one for one in happened() if one.occurred_at <= MIDDLE]
    frames = []
    for name, records in (("changed", changed), ("kept", kept)):
        folder = history_of(records, tmp_path / name)
        refresh_tags(replace(asked, history=folder, as_of=MIDDLE, folder=tmp_path / f"{name}-out"))
        frames.append(rows(tmp_path / f"{name}-out"))
    assert frames[0].equals(frames[1])


def replace_body(record):
    return record._replace(body={"kind": "purchase", "order_id": f"late{record.key}", "amount_minor": 999_999})


def test_only_what_is_due_is_computed(asked: Asked) -> None:
    first = refresh_tags(replace(asked, as_of=END - DAY))
    second = refresh_tags(asked)
    assert 0 < second.computed < first.computed
    assert len(days_in(asked.folder)) == 2
    day = newest_day(asked.folder)
    assert day.figures["spend_30"].computed_on == day.day
    assert day.figures["smallest_purchase_365"].computed_on == days_in(asked.folder)[1]
    again = refresh_tags(asked)
    assert (again.computed, again.digest) == (0, second.digest)
    assert refresh_tags(replace(asked, every=True)).computed == first.computed
    before = days_in(asked.folder)[1]
    assert newest_day(asked.folder, before).day == before


def test_rules_stand_beside_tags(asked: Asked) -> None:
    many = ReadRule("many", "purchases_ever > 30", ("purchases_ever",))
    nobody = ReadRule("nobody", "days_on_tier > 1", ("days_on_tier",))
    both = ReadRule("chosen", "many and vip or nobody", ("many", "vip", "nobody"))
    refresh_tags(replace(asked, rules=(both, many, nobody), by_hand={"vip": [1, 2]}))
    frame = rows(asked.folder)
    assert "vip" not in frame.columns
    chosen = (frame["purchases_ever"] > 30) & frame["member"].is_in([1, 2])
    assert frame["chosen"].to_list() == chosen.to_list()
    assert frame["many"].to_list() == [count > 30 for count in frame["purchases_ever"]]
    assert not frame["nobody"].any()
    assert newest_day(asked.folder).figures["many"].holding == frame["many"].sum()


def test_days_before_any_are_told(tmp_path: Path) -> None:
    with pytest.raises(TagsNotComputed):
        newest_day(tmp_path)


def test_tags_are_the_same_on_the_other_database(
    history: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    expected = digests(history, here(tmp_path), tag_computations())
    assert digests(history, other_engine(tmp_path, child_environment), tag_computations()) == expected
