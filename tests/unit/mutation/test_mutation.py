"""The mutation run: where it changes what, that a function gets other code, and that children can be stopped."""

import os
import time

import pytest

from regulars.engine import money
from regulars.project.settings.paths import ROOT
from script.mutation.cases import context_of
from script.mutation.forks import TookTooLong, forked
from script.mutation.mutants import made, mutants_of
from script.mutation.swapping import function_at, put_in

TEXT = '''"""A module."""

LIMIT = 3


def capped(points: int, used: int = 0) -> int:
    """What is left of the limit."""
    if not points or used >= LIMIT:
        return 0
    return min(points, LIMIT - used)


class Bag:
    def put(self, place: int) -> None:
        self.things[place] += 1
        self.note(True)
'''


@pytest.fixture
def module(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_each_place_is_changed_in_each_way(module):
    changes = [(mutant.function, mutant.line, made(mutant)[1]) for mutant in mutants_of(module)]
    assert changes == [
        ("capped", 8, "if not points or used >= LIMIT:  →  if not (not points or used >= LIMIT):"),
        ("capped", 8, "not points or used >= LIMIT  →  not points and used >= LIMIT"),
        ("capped", 8, "not points  →  not not points"),
        ("capped", 8, "used >= LIMIT  →  used > LIMIT"),
        ("capped", 8, "used >= LIMIT  →  used < LIMIT"),
        ("capped", 9, "0  →  1"),
        ("capped", 10, "min  →  max"),
        ("capped", 10, "LIMIT - used  →  LIMIT + used"),
        ("Bag.put", 15, "self.things[place] += 1  →  self.things[place] -= 1"),
        ("Bag.put", 15, "self.things[place] += 1  →  self.things[place] += 0"),
        ("Bag.put", 15, "1  →  2"),
        ("Bag.put", 16, "self.note(True)  →  None"),
        ("Bag.put", 16, "True  →  False"),
    ]


def test_a_function_gets_other_code_in_a_child_only():
    path = ROOT / "src" / "regulars" / "engine" / "kernel" / "calendar.py"
    mutant = next(mutant for mutant in mutants_of(path) if mutant.function == "civil")
    function = function_at(path, "civil")
    before = function.__code__

    def changed() -> bool:
        put_in(function, made(mutant)[0])
        return function.__code__ is not before

    assert forked(changed, 5)
    assert function.__code__ is before


def test_a_child_that_takes_too_long_or_dies_is_told():
    with pytest.raises(TookTooLong):
        forked(lambda: time.sleep(30), 0.1)
    with pytest.raises(RuntimeError, match="died"):
        forked(lambda: os._exit(9), 5)


def test_files_of_the_domain_have_a_context():
    assert context_of(ROOT / "src" / "regulars" / "domain" / "members" / "policy.py") == "members"
    assert context_of(ROOT / money.__file__) is None
