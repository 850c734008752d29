"""What insight asks of a history is answered alike on all engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.domain.clusters.policy import questions as grouping
from regulars.domain.cohorts.policy import associating, baskets, beginnings, living, tiering, travelling
from regulars.domain.rfm.policy import questions as classing
from regulars.platform.sets.spark_engine import OnSpark
from script.with_spark import QUICK_START
from tests.sets import END, digests, here, other_engine, story

DAY = END // 86_400_000_000
BACK = DAY - 90
_TOUCHED = f"({travelling.touchpoints_sql(DAY)})"
COMPUTATIONS = {
    "rfm": classing.figures_sql([BACK, DAY], 365),
    "rfm lines": classing.lines_sql(END - 100 * 86_400_000_000),
    "rfm kept": classing.kept_sql(DAY, 365),
    "rfm activities": classing.activities_sql(END - 100 * 86_400_000_000),
    "features": grouping.features_sql([BACK, DAY], 180),
    "later": grouping.later_sql(BACK, DAY),
    "first departments": beginnings.FIRST_DEPARTMENTS,
    "stages": living.stages_sql([BACK, DAY]),
    "tiers": tiering.tiers_sql([BACK, DAY], [END - 90 * 86_400_000_000, END]),
    "spells": tiering.spells_sql(END),
    "sizes": baskets.sizes_sql(500),
    "weekdays": baskets.WEEKDAYS,
    "hours": baskets.HOURS,
    "channels": baskets.CHANNELS,
    "departments": baskets.departments_sql(DAY),
    "pairs": baskets.pairs_sql(DAY),
    "touchpoints": travelling.touchpoints_sql(DAY),
    "led": travelling.led_sql(DAY).replace("from touchpoints", f"from {_TOUCHED} x"),
    "steps": travelling.STEPS.replace("from touchpoints", f"from {_TOUCHED} x"),
    "behaviour": associating.behaviour_sql(BACK, DAY),
    "departments of a quarter": associating.departments_sql(BACK, DAY),
}


def test_the_other_database_agrees(tmp_path: Path, child_environment: dict[str, str]) -> None:
    history = story(tmp_path / "history")
    expected = digests(history, here(tmp_path), COMPUTATIONS)
    assert digests(history, other_engine(tmp_path, child_environment), COMPUTATIONS) == expected


@pytest.mark.spark
def test_spark_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", QUICK_START)
    history = story(tmp_path / "history")
    expected = digests(history, here(tmp_path), COMPUTATIONS)
    assert digests(history, OnSpark("local[1]", partitions=2), COMPUTATIONS) == expected
