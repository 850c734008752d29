"""What expressions may say, and what the refusal of others tells."""

import pytest

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions import compile_amount, compile_condition, compile_value
from regulars.engine.expressions.vocabulary import Kind
from regulars.engine.programme.scope import reserved_names, scope_of
from tests.unit.engine.documents import NAME, programme

SCOPE = scope_of(programme())


def refusal(text, scope=SCOPE):
    with pytest.raises(ExpressionError) as caught:
        compile_condition(text, scope)
    return caught.value.position, caught.value.what


@pytest.mark.parametrize(
    ("text", "position", "what"),
    [
        ("amout >= 1", 0, "There is no name 'amout'."),
        ("amount >= 1 and zzzzzz", 16, "There is no name 'zzzzzz'."),
        ("amount >=", 7, "This is not an SQL expression."),
        ("amount\n  >= and 1", 12, "This is not an SQL expression."),
        ("store = 'x", 0, "This is not a complete expression."),
        ("-- nothing", 0, "There must be exactly one expression."),
        ("hour = 1; hour = 2", 0, "There must be exactly one expression."),
        ("sum(amount) > 1", 0, "The function sum is not known here."),
        ("foo(amount) > 1", 0, "The function foo is not known here."),
        ("amount / 2 > 1", 0, "Division is not known here."),
        ("hour % 2 = 1", 0, "Division is not known here."),
        ("store || 'a' = 'b'", 0, "\"store || 'a'\" is not known here."),
        ("store::int = 1", 0, "'CAST(store AS INT)' is not known here."),
        ("t.amount > 1", 0, "'t.amount' is not known here."),
        ("hour in (select 1)", 0, "'hour IN (SELECT 1)' is not known here."),
        ("is_gift is true", 0, "'is_gift IS TRUE' is not known here."),
        ("amount > 1e3", 9, "'1e3' is not a number as written here."),
        ("amount > 1.234", 9, "The number 1.234 has too many decimals."),
        ("hour > 1.5", 7, "The number 1.5 has too many decimals."),
        ("hour > amount", 7, "Here a whole number meets money."),
        ("earned > balance_points", 9, "Here points of wallets with different decimals meet."),
        ("store > 'a'", 0, "Here a text is put in order."),
        ("store = 1", 8, "Here a text meets a number."),
        ("amount = null", 0, "Here a value is compared with null."),
        ("hour in (1, null)", 0, "Here a value is compared with null."),
        ("hour in (1, day)", 12, "The list after in may hold only written values."),
        ("hour in ()", 0, "The list after in has no values."),
        ("store like channel", 11, "The pattern after like must be a written text without a backslash."),
        (r"store like 'a\_b'", 11, "The pattern after like must be a written text without a backslash."),
        ("hour like '1'", 0, "Here is a whole number where a text is needed."),
        ("store", 0, "Here is a text where a condition is needed."),
        ("not hour", 4, "Here is a whole number where a condition is needed."),
        ("store + 1 > 2", 0, "Here is a text where a number is needed."),
        ("amount * amount > 1", 9, "Here money is multiplied by money."),
        ("score * score > 1", 0, "This calculation can become too large."),
        ("least(hour) = 1", 0, "least takes 2 to 16 values and has 1."),
        ("lower(hour) = 'a'", 6, "Here is a whole number where a text is needed."),
        ("coalesce(null, null) is null", 0, "Here are only nulls."),
        ("case when hour = 1 then null end is null", 0, "Here are only nulls."),
        ("tier = 'silver'", 7, "There is no tier 'silver'."),
        ("tier > 1", 7, "Here a tier meets a number."),
        ("category = 'a' or tier = 'gold'", 0, "This part speaks of basket lines and of the member at once."),
        ("case when tier = 'gold' then 'a' else store end = 'a'", 29, "Here a text depends on the member."),
        ("(" * 130 + "hour = 1" + ")" * 130, 0, "This expression is too long or too deeply nested."),
        (" and ".join(["hour = 1"] * 150), 0, "This expression is too long or too deeply nested."),
        ("not " * 450 + "hour = 1", 0, "This expression is too long or too deeply nested."),
        ("not " * 21 + "hour = 1", 0, "This expression is too long or too deeply nested."),
    ],
)
def test_refusals_say_what_and_where(text, position, what):
    assert refusal(text, SCOPE if "is_gift" not in text else scope_with_boolean()) == (position, what)


def scope_with_boolean():
    return scope_of(programme(attributes=[{"id": "is_gift", "type": "boolean"}]))


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(ExpressionError, match="Did you mean 'amount'"):
        compile_condition("amout > 1", SCOPE)


@pytest.mark.parametrize(
    ("scope", "text", "why"),
    [
        (SCOPE.without_lines(), "category = 'a'", "It is a column of basket lines"),
        (SCOPE.without_members(), "tier = 'gold'", "It depends on the member"),
        (SCOPE.members_only(), "amount > 1", "It belongs to an event"),
        (SCOPE.members_only(), "birthday_month", "It belongs to an event"),
    ],
)
def test_names_of_elsewhere_are_refused_with_the_reason(scope, text, why):
    with pytest.raises(ExpressionError) as caught:
        compile_condition(text, scope)
    assert (caught.value.what.endswith("cannot be used here."), caught.value.why.startswith(why)) == (True, True)


def test_nesting_up_to_the_limit_is_read():
    assert compile_condition("(" * 20 + "hour = 1" + ")" * 20, SCOPE).names == {"hour"}
    assert compile_condition(" and ".join(["hour = 1"] * 70), SCOPE).names == {"hour"}


def test_capitals_of_names_do_not_matter():
    assert str(compile_condition("AMOUNT > 1", SCOPE).event) == str(compile_condition("amount > 1", SCOPE).event)


def test_amounts_have_scale_range_and_kind():
    money = compile_amount("line_amount * 2 - 0.5", SCOPE)
    count = compile_amount("quantity + 2 * 3", SCOPE)
    assert (money.over_lines, money.scale, money.largest, money.kind) == (True, 100, 2 * 10**11 - 50, Kind.MONEY)
    assert (count.over_lines, count.scale, count.largest, count.kind) == (True, 1, 10**7 + 6, Kind.INTEGER)


def test_amounts_are_numbers():
    with pytest.raises(ExpressionError, match="where a number is needed"):
        compile_amount("store", SCOPE)


def test_values_may_be_of_any_kind_but_null():
    assert [compile_value(text, SCOPE).kind for text in ("store", "day", "hour = 1", "2")] == [
        Kind.TEXT,
        Kind.INTEGER,
        Kind.BOOLEAN,
        Kind.INTEGER,
    ]
    with pytest.raises(ExpressionError, match="Here is null where a text is needed"):
        compile_value("null", SCOPE)


def test_conditions_name_what_they_use():
    assert compile_condition("amount > 1 and visits = 3", SCOPE).names == {"amount", "visits"}


def test_a_yen_has_no_decimals():
    yen = scope_of(programme(currency="JPY"))
    assert compile_amount("amount", yen).scale == 1
    assert refusal("amount > 0.5", yen) == (9, "The number 0.5 has too many decimals.")


def test_metrics_have_the_kind_of_what_they_measure():
    lifetime = {"kind": "lifetime"}
    metrics = [
        {"id": "a", "name": NAME, "measure": "distinct", "of": "store", "window": lifetime},
        {"id": "b", "name": NAME, "measure": "sum", "of": "quantity", "window": lifetime},
        {"id": "c", "name": NAME, "measure": "sum", "of": "no such", "window": lifetime},
        {"id": "d", "name": NAME, "measure": "sum", "window": lifetime},
        {"id": "e", "name": NAME, "measure": "earned", "wallet": "growth", "window": lifetime},
    ]
    names = scope_of(programme(metrics=metrics)).names
    assert [(names[word].kind, names[word].scale) for word in "abcde"] == [
        (Kind.INTEGER, 1),
        (Kind.INTEGER, 1),
        (Kind.MONEY, 100),
        (Kind.MONEY, 100),
        (Kind.POINTS, 10),
    ]


def test_reserved_names_are_columns_and_facts():
    assert {"amount", "line_amount", "tier", "birthday_month"} <= reserved_names()
