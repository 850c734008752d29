"""All executors of an expression agree: Polars and the kernel's code with DuckDB and SQLite."""

from typing import Any

import polars as pl
from hypothesis import assume, given, settings

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions import Condition, compile_amount, compile_condition, to_sql
from tests.property.executors import in_duckdb, in_sqlite, run_code
from tests.property.expressions import conditions, frame_of, rows, scope, values

SCOPE = scope()
EXAMPLES = settings(max_examples=80, deadline=None)


def compiled(text: str) -> Condition:
    """The condition; texts that depend on the member, and calculations that can overflow, are refused and left out."""
    try:
        return compile_condition(text, SCOPE)
    except ExpressionError as error:
        assume("depends on the member" not in error.what and "too large" not in error.what)
        raise


def in_engine(condition: Condition, given: list[dict[str, Any]]) -> list[bool]:
    """Whether the condition holds for each row, all its parts together."""
    frame = frame_of(given)
    holds = [True] * len(given)
    for part in (condition.line, condition.event):
        if part is not None:
            holds = [one and other for one, other in zip(holds, _column(frame, part), strict=True)]
    if condition.member is not None:
        masks = [_column(frame, column) for column in condition.member.columns]
        for place, row in enumerate(given):
            left = run_code(condition.member, [int(mask[place]) for mask in masks], row)
            assert left in (0, 1)
            holds[place] = holds[place] and left == 1
    return holds


def _column(frame: pl.DataFrame, expression: pl.Expr) -> list[Any]:
    return frame.select(expression.alias("value"))["value"].to_list()


def assert_all_agree(text: str, given: list[dict[str, Any]]) -> None:
    """The engine's answer is that of both databases, unknown read as "does not hold"."""
    answers = in_engine(compiled(text), given)
    duckdb = in_duckdb(f"({to_sql(text, SCOPE, 'duckdb')}) IS TRUE", given)
    sqlite = in_sqlite(f"({to_sql(text, SCOPE, 'sqlite')}) IS TRUE", given)
    assert answers == duckdb
    assert answers == [value == 1 for value in sqlite]


@EXAMPLES
@given(conditions("line", 2), rows())
def test_conditions_on_lines_and_events(text, given_rows):
    assert_all_agree(text, given_rows)


@EXAMPLES
@given(conditions("member", 2), rows())
def test_conditions_on_the_member(text, given_rows):
    assert_all_agree(text, given_rows)


@EXAMPLES
@given(conditions("line", 1), conditions("member", 1), rows())
def test_conditions_split_in_parts(of_lines, of_member, given_rows):
    assert_all_agree(f"{of_lines} and not (not ({of_member}))", given_rows)


@EXAMPLES
@given(values("line", "money", 2), rows())
def test_amounts(text, given_rows):
    try:
        amount = compile_amount(text, SCOPE)
    except ExpressionError as error:
        assume("too large" not in error.what)
        raise
    answers = _column(frame_of(given_rows), amount.expression)
    assert answers == in_duckdb(f"coalesce({to_sql(text, SCOPE, 'duckdb')}, 0)", given_rows)
    assert answers == in_sqlite(f"coalesce({to_sql(text, SCOPE, 'sqlite')}, 0)", given_rows)
    assert all(abs(answer) <= amount.largest for answer in answers)
