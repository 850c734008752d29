"""SQL text for other executors."""

import pytest

from regulars.engine.expressions import to_sql
from regulars.engine.programme.scope import scope_of
from tests.unit.engine.documents import programme

SCOPE = scope_of(programme())


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        ("amount >= 10.5 and not tier = 'gold'", "postgres", '(("amount" >= 1050) AND (NOT ("tier" = 1)))'),
        ("store like 'a%' or store is null", "duckdb", '(("store" LIKE \'a%\') OR ("store" IS NULL))'),
        ("store like 'a*_[?%'", "sqlite", "(\"store\" GLOB 'a[*]?[[][?]*')"),
        ("store like 'it''s'", "sqlite", "(\"store\" GLOB 'it''s')"),
        ("store in ('it''s')", "sqlite", "(\"store\" IN ('it''s'))"),
        ("least(hour, day) = -1", "postgres", '(least("hour", "day") = (-1))'),
        ("least(hour, day) = 1", "sqlite", '(min(coalesce("hour", "day"), coalesce("day", "hour")) = 1)'),
        ("greatest(hour, day) = 1", "sqlite", '(max(coalesce("hour", "day"), coalesce("day", "hour")) = 1)'),
        ("-hour = abs(day)", "duckdb", '((- "hour") = abs("day"))'),
        (
            "case when hour = 1 then true end",
            "duckdb",
            '(CASE WHEN ("hour" = 1) THEN TRUE ELSE NULL END)',
        ),
        ("false", "postgres", "FALSE"),
        ("2", "sqlite", "2"),
    ],
)
def test_dialects(text, dialect, expected):
    assert to_sql(text, SCOPE, dialect) == expected
