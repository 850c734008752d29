"""All that is asked of a history is answered alike on all engines. One Spark answers all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regulars.domain.clusters.policy import questions as grouping
from regulars.domain.cohorts.policy import associating, baskets, beginnings, living, tiering, travelling
from regulars.domain.history.queries import VIEWS, LookedAt, open_history_sets
from regulars.domain.predictions.policy import questions as foretelling
from regulars.domain.rfm.policy import questions as classing
from regulars.platform.sets import Sets, digest_of
from regulars.platform.sets.spark_engine import OnSpark
from script.with_spark import QUICK_START
from tests.sets import END, ZONE, digests, here, other_engine, story, tag_computations

INTERPRETED = "-Dspark.sql.codegen.wholeStage=false -Dspark.sql.codegen.factoryMode=NO_CODEGEN"
"""Spark writes and compiles a program for each query, which takes longer than these queries do without."""

DAY = END // 86_400_000_000
BACK = DAY - 90
_TOUCHED = f"({travelling.touchpoints_sql(DAY)})"
ODD = """
    select member, count(*) as purchases, sum(amount) as spent,
      sum(amount) filter (where channel = 'online') / nullif(count(*), 0) as online_per_purchase,
      percentile_cont(0.5) within group (order by amount) as usual,
      stddev_pop(amount) as spread, floor(ln(sum(amount) + 1)) as magnitude, max(day) - min(day) as span,
      count(distinct day) as days, sum(amount) > 100000 as is_large
    from purchases group by member
"""
RANKED = """
    select member, category, amount from (
      select member, category, sum(amount) as amount,
        row_number() over (partition by member order by sum(amount) desc, category) as place
      from lines group by member, category
    ) where place <= 2
"""


VIEWS_AND_MORE = {name: f"select * from {name}" for name in VIEWS} | {"odd": ODD, "ranked": RANKED}
PREDICTIONS = {
    "features of members": foretelling.features_sql(DAY),
    "features back then": foretelling.features_sql(BACK),
    "outcomes": foretelling.outcomes_sql(BACK, 90),
    "days bought on": foretelling.days_sql(DAY),
    "items by category": foretelling.items_sql("category", DAY, 30),
    "items by product": foretelling.items_sql("sku", BACK, 90),
    "next baskets": foretelling.baskets_sql("category", BACK),
    "names of products": foretelling.names_sql(),
    "span": foretelling.SPAN,
}
INSIGHT = {
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
    "uses of benefits": associating.uses_sql(BACK, DAY),
    "departments of a quarter": associating.departments_sql(BACK, DAY),
}


COMPUTATIONS = VIEWS_AND_MORE | INSIGHT | PREDICTIONS | tag_computations()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return story(tmp_path_factory.mktemp("story") / "history")


@pytest.fixture(scope="module")
def expected(history: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What DuckDB answers."""
    return digests(history, here(tmp_path_factory.mktemp("scratch")), COMPUTATIONS)


@pytest.fixture(scope="module")
def on_spark(history: Path) -> Iterator[Sets]:
    """The history on a Spark, which all computations share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", f"{QUICK_START} {INTERPRETED}")
        with open_history_sets(LookedAt(history, ZONE, END), OnSpark("local[1]", partitions=2)) as sets:
            yield sets


def test_the_other_database_agrees(
    history: Path, expected: dict[str, str], tmp_path: Path, child_environment: dict[str, str]
) -> None:
    assert digests(history, other_engine(tmp_path, child_environment), COMPUTATIONS) == expected


@pytest.mark.spark
@pytest.mark.parametrize("name", COMPUTATIONS)
def test_spark_agrees(on_spark: Sets, expected: dict[str, str], name: str) -> None:
    assert digest_of(on_spark.frame(COMPUTATIONS[name])) == expected[name]
