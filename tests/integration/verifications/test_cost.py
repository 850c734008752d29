"""What a verification asks of the database: so many statements, whoever the member is and whatever they did before."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.domain.programmes.types import LiveProgramme
from tests.counter import check_in, fresh

pytestmark = pytest.mark.django_db

MOST = 18
"""Without those that begin and end its transaction, which a test's own transaction makes savepoints of."""
RISES, FAMILY = 1, 2
"""More where a benefit is prorated: when the member rose; where it is shared: who the family are, twice."""


def statements_of(programme: LiveProgramme, member: int, benefit: str, request_id: str) -> list[str]:
    """What one verification asks."""
    code = fresh(programme, member)
    with CaptureQueriesContext(connection) as captured:
        check_in(programme, code, benefit, request_id)
    asked = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize(("benefit", "most"), [("coupon", MOST + RISES), ("parking", MOST + FAMILY)])
def test_a_verification_asks_few_statements(programme: LiveProgramme, member: int, benefit: str, most: int) -> None:
    check_in(programme, fresh(programme, member), "parking", "warm")
    asked = statements_of(programme, member, benefit, "r1")
    assert len(asked) <= most, "\n".join(sql[:120] for sql in asked)
    assert sum(sql.lstrip().startswith(("INSERT", "UPDATE")) for sql in asked) == 6


def test_what_was_used_before_costs_nothing(programme: LiveProgramme, member: int) -> None:
    first = len(statements_of(programme, member, "parking", "r0"))
    for number in range(1, 5):
        last = len(statements_of(programme, member, "parking", f"r{number}"))
    assert last <= first
