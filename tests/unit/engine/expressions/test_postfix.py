"""Member conditions, read plainly: what the kernel answers where the event knows something and where it does not."""

import pytest

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions import compile_condition
from tests.property.executors import run_code
from tests.property.expressions import columns, frame_of, scope

SCOPE = scope()
KNOWN = {"visits": 3, "score": 5, "amount": 700, "spend": 900, "tier": 1, "is_gift": True, "birthday_month": 0}
KNOWN |= {"segment": "new", "children": 2, "employed": True}
UNKNOWN = {**KNOWN, "score": None, "amount": None, "is_gift": None, "segment": None, "children": 0, "employed": False}


def answers(text):
    """The condition on an event that is known and on one of which nothing is known."""
    code = compile_condition(text, SCOPE).member
    rows = [{name: given.get(name) for name in columns()} for given in (KNOWN, UNKNOWN)]
    masks = [frame_of(rows).select(column.alias("c"))["c"].to_list() for column in code.columns]
    return [run_code(code, [mask[place] for mask in masks], row) for place, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("visits < score", [1, 0]),
        ("not visits < score", [0, 0]),
        ("abs(visits - score) = 2", [1, 0]),
        ("visits * 2 + score = 11", [1, 0]),
        ("-visits < score", [1, 0]),
        ("least(visits, score) = 3", [1, 1]),
        ("greatest(score, visits, 4) = 4", [0, 1]),
        ("greatest(score, visits) is null", [0, 0]),
        ("visits + score is null", [0, 1]),
        ("not (visits + score is null)", [1, 0]),
        ("coalesce(score, visits) = 3", [0, 1]),
        ("coalesce(score, visits) is not null", [1, 1]),
        ("coalesce(is_gift, birthday_month)", [1, 0]),
        ("not coalesce(is_gift, birthday_month)", [0, 1]),
        ("case when score = 5 then visits else 0 end = 3", [1, 0]),
        ("case when score = 5 then visits end is null", [0, 1]),
        ("case when tier = 'silver' then score else visits end = 5", [1, 0]),
        ("case when is_gift then birthday_month else visits = 3 end", [0, 1]),
        ("not case when is_gift then birthday_month else visits = 3 end", [1, 0]),
        ("(visits < score) = is_gift", [1, 0]),
        ("(visits < score) = birthday_month or visits = 0", [0, 0]),
        ("(visits < score) is null", [0, 1]),
        ("birthday_month = false", [1, 1]),
        ("spend > amount and spend - amount = 2", [1, 0]),
        ("visits in (1, 3)", [1, 1]),
        ("segment = 'new'", [1, 0]),
        ("'new' = segment", [1, 0]),
        ("segment <> 'new'", [0, 1]),
        ("not segment = 'old'", [1, 1]),
        ("segment in ('old', 'new')", [1, 0]),
        ("segment not in ('old', 'new')", [0, 1]),
        ("segment is null", [0, 1]),
        ("coalesce(segment, 'new') is null", [0, 0]),
        ("segment is not null and segment <> 'old'", [1, 0]),
        ("case segment when 'new' then 1 else 2 end = visits - 2", [1, 0]),
        ("children >= 2 or employed", [1, 0]),
        ("(segment = 'new' and spend >= 1) or spend >= 100", [1, 0]),
    ],
)
def test_answers(text, expected):
    assert answers(text) == expected


@pytest.mark.parametrize("text", ["visits = 1 and segment = channel", "segment like 'n%'", "lower(segment) = 'new'"])
def test_texts_of_the_member_meet_written_texts_only(text):
    with pytest.raises(ExpressionError, match="Here a text depends on the member") as caught:
        compile_condition(text, SCOPE)
    assert caught.value.position == text.index("segment")
