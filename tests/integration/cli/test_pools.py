"""Pools at the command line."""

import pytest

from tests.families import enrol, give, install_family, points_of


@pytest.fixture
def family(db, frozen_clock):
    return install_family()


@pytest.fixture
def home(family, regulars):
    """A pool of two members with 30 and 50 points: its number, and their numbers."""
    mother, father = enrol(family, 2)
    give(family, mother, 30)
    give(family, father, 50)
    number = regulars("pool", "create", f"#{mother}", "--name", "Li")[1].split()[1]
    regulars("pool", "invite", number, f"#{father}", "--no-spends")
    regulars("pool", "accept", number, f"#{father}")
    return number, mother, father


def test_a_pool_is_made_and_shown(home, regulars):
    number, mother, father = home
    code, out, _ = regulars("pool", "show", number)
    assert (code, out.splitlines()[0]) == (0, f"pool {number} Li, open, owner {mother}")
    assert [line.split() for line in out.splitlines()[2:]] == [
        [str(mother), "joined", "yes", "yes", "30", "points"],
        [str(father), "joined", "yes", "no", "50", "points"],
    ]
    assert regulars("pool", "list", "--name", "li")[1].splitlines()[1].split() == [
        *(number, "Li", str(mother), "2", "80", "points")
    ]


def test_rights_leaving_and_closing(home, regulars):
    number, _, father = home
    out = regulars("pool", "rights", number, f"#{father}", "--no-contributes", "--limit", "12.5")[1]
    assert out.splitlines()[-1].split() == [str(father), "joined", "no", "yes", "12.5"]
    assert regulars("pool", "leave", number, f"#{father}")[1].splitlines()[-1].split()[1] == "left"
    assert regulars("pool", "close", number)[1].startswith(f"pool {number} Li, closed")
    code, _, err = regulars("pool", "close", number)
    assert (code, err) == (1, "regulars: This pool is closed. [pool_closed]\n")


def test_points_are_spent_once(home, family, regulars):
    number, mother, father = home
    preview = regulars("pool", "preview", number, f"#{mother}", "points:60")[1]
    assert preview.splitlines()[-1] == "pool: 80 -> 20"
    assert points_of(family, [mother, father]) == [30, 50]
    first = regulars("pool", "spend", number, f"#{mother}", "60", "--order", "o1", "--id", "r1")[1]
    again = regulars("pool", "spend", number, f"#{mother}", "60", "--order", "o1", "--id", "r1")[1]
    assert (first.splitlines()[0], again.splitlines()[0]) == (
        "redemption r1 is made",
        "redemption r1 was made before",
    )
    assert first.splitlines()[1:] == again.splitlines()[1:]
    assert points_of(family, [mother, father]) == [0, 20]


@pytest.mark.parametrize("points", ["many", "1.5", "gold:5", "nan"])
def test_points_that_are_none_are_wrong_usage(points, home, regulars):
    assert regulars("pool", "spend", home[0], f"#{home[1]}", points)[0] == 2
