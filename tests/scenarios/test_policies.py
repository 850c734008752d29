"""Every choice that a programme can make is shown by a scenario."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest

from regulars.engine.programme import model
from regulars.engine.programme.basics import Part
from tests.scenarios.test_scenarios import SCENARIOS, scenario_at

# Decided before an event is made, or only shown: the engine, and so a scenario, never meets them.
BESIDE_THE_ENGINE = {
    "Wallet.visible",
    "Transfers.keeps_expiry",
    "Budget.per",  # what a budget lets an event have is decided when it is accepted, and stands in the event as `caps`
}


def choices(annotation: Any) -> set[Any]:
    """The values that a field may have, if they are few."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    if annotation is bool:
        return {False, True}
    return set().union(*(choices(inner) for inner in get_args(annotation)))


def chosen(part: Part) -> Iterator[tuple[str, Any]]:
    """Each field of a document with its value, in all its parts."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        for one in value if isinstance(value, list) else [value]:
            yield f"{type(part).__name__}.{name}", None if isinstance(one, dict | Part) else one
            if isinstance(one, Part):
                yield from chosen(one)


@pytest.fixture(scope="module")
def seen() -> dict[str, set[Any]]:
    values: dict[str, set[Any]] = defaultdict(set)
    for path in SCENARIOS:
        for field, value in chosen(scenario_at(path).programme):
            values[field].add(value)
    return values


FIELDS = {
    f"{name}.{field}": choices(facts.annotation)
    for name, part in vars(model).items()
    if isinstance(part, type) and issubclass(part, Part) and part.__module__ == model.__name__
    for field, facts in part.model_fields.items()
    if choices(facts.annotation)
}


@pytest.mark.parametrize("field", sorted(FIELDS.keys() - BESIDE_THE_ENGINE))
def test_each_choice_has_a_scenario(field, seen) -> None:
    assert sorted(map(str, FIELDS[field] - seen[field])) == []


def test_what_stands_beside_the_engine_exists() -> None:
    assert FIELDS.keys() >= BESIDE_THE_ENGINE
