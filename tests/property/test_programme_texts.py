"""Whatever is done to a programme document, checking it answers with findings, in order and each with a place."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import check_programme, load_programme

CLUB = yaml.safe_load(Path("programmes/club.yaml").read_text(encoding="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=True) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
) | st.sampled_from(["points", "growth", "entry", "spend", "amount > 1", "visits_this_week", "1e-999999", "0.5", 2])


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values in a document."""
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [path] * bool(path) + [place for key, value in inner for place in places(value, (*path, key))]


def put(part: Any, path: tuple[Any, ...], value: Any) -> None:
    """Put a value at a path, if an earlier change has left the path there."""
    with suppress(KeyError, IndexError, TypeError):
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value


PLACES = places(CLUB)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=3))
def test_changed_documents_are_checked(changes):
    data = json.loads(json.dumps(CLUB))
    for path, value in changes:
        put(data, path, value)
    text = json.dumps(data)
    findings = check_programme(text)
    assert check_programme(text) == findings
    assert all(finding.what and finding.why and finding.mend for finding in findings)
    if not any(finding.severity == "error" for finding in findings):
        compile_programme(load_programme(text))


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab:-{}[]\n \t\"'&*!|>%@`#,?0.~"), max_size=30))
def test_texts_are_checked(text):
    assert [finding for finding in check_programme(text) if not finding.what] == []
