"""The builder of segments: groups of conditions from a form's fields, changed by its buttons, and written as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.segments.policy.groups import ALL, ANY, CALLS, COMPARED, KNOWN, NO, NONE, UNKNOWN, YES
from regulars.domain.segments.types import Condition, Group, Groups

MOST = 12
"""Groups, and conditions of one."""

JOINS: tuple[tuple[str, Promise], ...] = (
    (ALL, _("all of these hold")),
    (ANY, _("any of these holds")),
    (NONE, _("none of these holds")),
)
FUNCTIONS: tuple[tuple[str, Promise], ...] = (
    ("events", _("How often it happened")),
    ("sum_of", _("What it came to")),
    ("days_since", _("Days since it last happened")),
    ("sequence", _("One thing after another")),
    ("in_segment", _("Is in the segment")),
)
_OPERATORS: Mapping[str, Promise | str] = {
    "=": _("is"),
    "<>": _("is not"),
    ">=": _("at least"),
    ">": _("more than"),
    "<=": _("at most"),
    "<": _("less than"),
    YES: _("yes"),
    NO: _("no"),
    KNOWN: _("is known"),
    UNKNOWN: _("is not known"),
}
_YES_NO = ("sequence", "in_segment")
_FIELDS = ("what", "operator", "value", "event", "of", "days", "where")


def operators_of(what: str, kinds: Mapping[str, str]) -> list[tuple[str, Promise | str]]:
    """How a column or function may be compared."""
    if what in _YES_NO:
        chosen: Sequence[str] = (YES, NO)
    elif what in CALLS:
        chosen = (*COMPARED, UNKNOWN) if what == "days_since" else COMPARED
    elif kinds.get(what) == "yes_no":
        chosen = (YES, NO, KNOWN, UNKNOWN)
    elif kinds.get(what) in ("text", "category"):
        chosen = ("=", "<>", KNOWN, UNKNOWN)
    else:
        chosen = (*COMPARED, KNOWN, UNKNOWN)
    return [(one, _OPERATORS[one]) for one in chosen]


def groups_in(data: Mapping[str, str], kinds: Mapping[str, str]) -> Groups:
    """The groups that a form's fields say, in their order."""
    groups = []
    for place in range(MOST):
        if f"g{place}_join" not in data:
            continue
        conditions = []
        for number in range(MOST):
            name = f"g{place}_c{number}_"
            if f"{name}what" in data:
                told = {field: data.get(f"{name}{field}", "").strip()[:500] for field in _FIELDS}
                conditions.append(_fitting(Condition(**told), kinds))
        groups.append(Group(_one_of(data[f"g{place}_join"], (ALL, ANY, NONE)), tuple(conditions)))
    return Groups(_one_of(data.get("join", ALL), (ALL, ANY)), tuple(groups) or (Group(ALL, (Condition(),)),))


def _fitting(one: Condition, kinds: Mapping[str, str]) -> Condition:
    """The condition with an operator that its column has."""
    if one.what not in CALLS and one.what not in kinds:
        return Condition()
    known = [operator for operator, _name in operators_of(one.what, kinds)]
    days = one.days if one.days.isdigit() else ""
    return replace(one, operator=one.operator if one.operator in known else known[0], days=days)


def _one_of(given: str, known: tuple[str, ...]) -> str:
    return given if given in known else known[0]


def changed(groups: Groups, action: str) -> Groups:
    """The groups after a button: `group` adds one, `add-1` a condition to the second, `drop-1-0` takes one away."""
    word, *places = action.split("-")
    numbers = [int(one) for one in places if one.isdigit()]
    told = [list(one.conditions) for one in groups.groups]
    joins = [one.join for one in groups.groups]
    if word == "group" and len(told) < MOST:
        told.append([Condition()])
        joins.append(ALL)
    elif word == "add" and numbers and numbers[0] < len(told) and len(told[numbers[0]]) < MOST:
        told[numbers[0]].append(Condition())
    elif word == "drop" and len(numbers) == 2 and numbers[0] < len(told) and numbers[1] < len(told[numbers[0]]):
        del told[numbers[0]][numbers[1]]
    kept = [(join, conditions) for join, conditions in zip(joins, told, strict=True) if conditions]
    found = tuple(Group(join, tuple(conditions)) for join, conditions in kept)
    return Groups(groups.join, found or (Group(ALL, (Condition(),)),))
