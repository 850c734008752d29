"""Pure parts of studies: steps that people can read, keys, answers as text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.domain.history.types import FilePart, Manifest, Origin, Table
from regulars.domain.studies.policy.answers import answer_in, responding_in, results_in, sweeping_in
from regulars.domain.studies.policy.keys import key_of_results
from regulars.domain.studies.policy.spreading import bounds_of, spread_of
from regulars.domain.studies.types import Measure


def array(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_steps_begin_at_round_numbers() -> None:
    assert bounds_of(array(*range(1, 1001)), 1) == (0, 1, 100, 200, 300, 500, 1000)
    assert bounds_of(array(130, 270, 990, 4_700), 100) == (0, 1, 100, 200, 500, 3000)
    assert bounds_of(array(), 1) == ()


def test_members_with_nothing_or_less_stand_on_the_first_step() -> None:
    told = spread_of(Measure.ISSUED, "points", {"one": array(0, -5, 7, 20), "two": array(0, 0, 0, 300)}, 1)
    assert told is not None
    assert [counts[0] for _, counts in told.counts] == [2, 3]
    assert spread_of(Measure.ISSUED, "points", {"one": array(0, 0), "two": array(0, -1)}, 1) is None


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=200), st.sampled_from([1, 100, 1000]))
def test_everybody_stands_on_one_step(values, unit) -> None:
    told = spread_of(Measure.WORTH, "", {"all": np.array(values, dtype=np.int64)}, unit)
    if told is None:
        assert max(values) <= 0
        return
    assert list(told.bounds) == sorted(set(told.bounds))
    assert sum(told.counts[0][1]) == len(values)


MANIFEST = Manifest(
    Origin.LEDGER, "club", 1, 1, 0, complete=True, files=(FilePart(Table.EVENTS, "", "a", 1, "x", 1, 1, 1),)
)
OTHER = Manifest(
    Origin.LEDGER, "club", 1, 2, 9, complete=True, files=(FilePart(Table.EVENTS, "", "a", 1, "y", 1, 1, 1),)
)


def test_a_key_changes_with_all_that_results_depend_on() -> None:
    keys = {
        key_of_results(manifest, part, programme, release)
        for manifest in (MANIFEST, OTHER)
        for part in ((None, None, 10_000), (1, None, 10_000), (None, 1, 10_000), (None, None, 5_000))
        for programme in ("a", "b")
        for release in ("1", "2")
    }
    assert len(keys) == 32


def test_a_run_that_brought_nothing_keeps_the_key() -> None:
    again = Manifest(Origin.LEDGER, "club", 1, 7, 99, complete=True, files=MANIFEST.files)
    part = (None, None, 10_000)
    assert key_of_results(again, part, "a", "1") == key_of_results(MANIFEST, part, "a", "1")


@pytest.mark.parametrize("text", ["", "{}", "nothing"])
def test_what_cannot_be_read_is_no_answer(text) -> None:
    assert answer_in(text) is None
    assert results_in(text) is None


def test_nothing_asked_is_nothing() -> None:
    assert (responding_in(None), sweeping_in(None)) == (None, None)
