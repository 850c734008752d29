"""Figures that can be worked out by hand."""

from __future__ import annotations

import itertools

import pytest

from regulars.domain.replay.policy.summing import gini_of


def by_definition(values: list[int]) -> float:
    """Half the mean difference of all pairs over the mean."""
    differences = sum(abs(one - other) for one, other in itertools.product(values, repeat=2))
    return differences / (2 * len(values) * sum(values))


@pytest.mark.parametrize("values", [[1], [5, 5, 5], [0, 0, 9], [1, 2, 3, 4], [0, 1, 1, 7, 7, 100]])
def test_gini_is_half_the_mean_difference_over_the_mean(values: list[int]) -> None:
    counted = [(value, values.count(value)) for value in set(values)]
    assert gini_of(counted) == pytest.approx(by_definition(values))


def test_gini_of_nothing_is_unknown() -> None:
    assert gini_of([]) is None
    assert gini_of([(0, 4), (-3, 1)]) is None
