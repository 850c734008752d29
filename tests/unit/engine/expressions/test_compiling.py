"""How conditions are split, and what their parts answer, null by null."""

import polars as pl
import pytest

from regulars.engine.expressions import compile_amount, compile_condition, compile_value
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.programme.scope import scope_of
from tests.unit.engine.documents import programme

SCOPE = scope_of(programme())
EVENTS = pl.DataFrame(
    {
        "event": ["purchase", "visit", None],
        "store": ["Aa", "b.c", None],
        "amount": [1050, 0, None],
        "discount": [None, 5, 10],
        "hour": [1, 12, None],
    }
)


def held(text):
    """Per row, what the event part of a condition says."""
    return EVENTS.select(compile_condition(text, SCOPE).event.alias("holds"))["holds"].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount >= 10.50", [True, False, False]),
        ("amount <> 0", [True, False, False]),
        ("not amount = 10.5", [False, True, False]),
        ("not (amount = 0 and hour = 12)", [True, False, False]),
        ("not (amount = 0 or hour = 3)", [True, False, False]),
        ("amount < 1 or event is null", [False, True, True]),
        ("hour between 1 and 11", [True, False, False]),
        ("hour not between 1 and 11", [False, True, False]),
        ("store in ('Aa', 'x')", [True, False, False]),
        ("store not in ('Aa', 'x')", [False, True, False]),
        ("store like '%.c'", [False, True, False]),
        ("store not like '_a'", [False, True, False]),
        ("store is not null and discount is not null", [False, True, False]),
        ("lower(store) = 'aa' or upper(store) = 'B.C'", [True, True, False]),
        ("length(store) = 2", [True, False, False]),
        ("coalesce(amount, 7) = 7", [False, False, True]),
        ("least(amount, discount) = 10.5 or greatest(discount, 0.07) = 0.1", [True, False, True]),
        ("abs(amount - 20) = 9.5", [True, False, False]),
        ("-hour + 2 * 3 = hour * 5", [True, False, False]),
        ("-(2 - 3) = hour", [True, False, False]),
        ("case when hour = 1 then 'x' when hour > 1 then 'y' end = 'y'", [False, True, False]),
        ("case hour when 1 then amount else discount end > 10", [True, False, False]),
        ("case when hour = 1 then 1 else null end is null", [False, True, True]),
        ("(hour = 1) = true", [True, False, False]),
        ("false", [False, False, False]),
        ("1 > 2 or hour = 12", [False, True, False]),
    ],
)
def test_events(text, expected):
    assert held(text) == expected


def test_parts_go_where_they_can_be_answered():
    condition = compile_condition("amount > 1 and (category = 'a' or hour = 1) and not (tier <> 'gold')", SCOPE)
    assert condition.line.meta.root_names() == ["category", "hour"]
    assert condition.event.meta.root_names() == ["amount"]
    assert condition.member.operations == ((Opcode.TIER, 0), (Opcode.CONST, 1), (Opcode.EQ, 0))
    assert condition.member.columns == ()


def test_nothing_asked_leaves_no_parts():
    condition = compile_condition("true and true", SCOPE)
    assert (condition.line, condition.event, condition.member) == (None, None, None)


def test_constants_have_a_value_for_each_row():
    assert held("false") == [False] * 3
    two = compile_amount("2", SCOPE).expression
    assert EVENTS.select(two.alias("two"))["two"].to_list() == [2, 2, 2]


def test_amounts_have_no_nulls_and_values_keep_them():
    amount, value = compile_amount("amount - 1", SCOPE).expression, compile_value("store", SCOPE).expression
    assert EVENTS.select(amount.alias("n"))["n"].to_list() == [950, -100, 0]
    assert EVENTS.select(value.alias("v"))["v"].to_list() == ["Aa", "b.c", None]


MEMBER = {
    "visits = 3": [(Opcode.METRIC, 0), (Opcode.CONST, 3), (Opcode.EQ, 0)],
    "spend > 1.5": [(Opcode.METRIC, 1), (Opcode.CONST, 150), (Opcode.GT, 0)],
    "earned >= 0.5": [(Opcode.METRIC, 2), (Opcode.CONST, 5), (Opcode.GE, 0)],
    "balance_growth < 2": [(Opcode.BALANCE, 1), (Opcode.CONST, 20), (Opcode.LT, 0)],
    "'gold' > tier": [(Opcode.CONST, 1), (Opcode.TIER, 0), (Opcode.GT, 0)],
    "not birthday_month": [(Opcode.BIRTHDAY_MONTH, 0), (Opcode.NOT, 0)],
    "days_as_member + 1 = -visits": [
        (Opcode.DAYS_AS_MEMBER, 0),
        (Opcode.CONST, 1),
        (Opcode.ADD, 0),
        (Opcode.METRIC, 0),
        (Opcode.NEG, 0),
        (Opcode.EQ, 0),
    ],
    "visits is null": [(Opcode.CONST, 0)],
    "visits is not null": [(Opcode.CONST, 1)],
    "coalesce(visits, 4) = 1": [(Opcode.METRIC, 0), (Opcode.CONST, 1), (Opcode.EQ, 0)],
    "not visits in (1, 2)": [
        (Opcode.METRIC, 0),
        (Opcode.CONST, 1),
        (Opcode.NE, 0),
        (Opcode.METRIC, 0),
        (Opcode.CONST, 2),
        (Opcode.NE, 0),
        (Opcode.AND, 0),
    ],
    "visits = 1 or true": [(Opcode.CONST, 1)],
    "(visits = 1 or false) and visits < 9": [
        (Opcode.METRIC, 0),
        (Opcode.CONST, 1),
        (Opcode.EQ, 0),
        (Opcode.METRIC, 0),
        (Opcode.CONST, 9),
        (Opcode.LT, 0),
        (Opcode.AND, 0),
    ],
}


@pytest.mark.parametrize("text", MEMBER)
def test_member_code(text):
    code = compile_condition(text, SCOPE).member
    assert list(code.operations) == MEMBER[text]


def test_what_speaks_of_the_event_alone_becomes_a_column_of_the_batch():
    code = compile_condition("amount > 5 or spend > amount or amount > 5 and visits = 1", SCOPE).member
    columns = [EVENTS.select(column.alias("c"))["c"].to_list() for column in code.columns]
    assert columns == [[1, 0, 0], [1050, 0, 0], [1, 1, 0]]  # amount > 5, amount, amount is known


def test_text_and_not_of_the_event_inside_member_code():
    code = compile_condition("not (store = 'Aa' and visits = 1)", SCOPE).member
    assert [EVENTS.select(column.alias("c"))["c"].to_list() for column in code.columns] == [[0, 1, 0]]
