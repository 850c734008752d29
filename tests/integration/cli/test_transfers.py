"""Transfers at the command line."""

import pytest

from tests.families import enrol, give, install_family, points_of


@pytest.fixture
def family(db, frozen_clock):
    return install_family(transfers={"wallets": ["points"], "fee_points": 5})


@pytest.fixture
def two(family):
    """A sender with 100 points, and a receiver."""
    members = enrol(family, 2)
    give(family, members[0], 100, "2026-12-31")
    return members


def test_a_transfer_is_tried_made_shown_and_undone(family, two, regulars):
    sender, receiver = (f"#{member}" for member in two)
    assert regulars("transfer", "preview", sender, receiver, "40")[1].splitlines() == [
        "40 points, fee 5",
        "  40 good through 2026-12-31",
        "sender: 100 -> 55",
        "receiver: 0 -> 40",
    ]
    assert points_of(family, two) == [100, 0]
    for told in ("is made", "was made before"):
        out = regulars("transfer", "make", sender, receiver, "points:40", "--id", "t1", "--reason", "gift")[1]
        assert out.splitlines()[0] == f"transfer t1 {told}"
    assert points_of(family, two) == [55, 40]
    assert regulars("transfer", "list", "--member", receiver)[1].splitlines()[1].split() == [
        *("t1", "2026-06-15", str(two[0]), str(two[1]), "40", "5")
    ]
    assert regulars("transfer", "undo", "t1", "--reason", "wrong")[:2] == (0, "transfer t1 is undone\n")
    assert regulars("transfer", "show", "t1")[1].splitlines()[-1].endswith("wrong")
    assert points_of(family, two) == [100, 0]


def test_a_refusal_says_why(two, regulars):
    code, _, err = regulars("transfer", "make", f"#{two[0]}", f"#{two[1]}", "96")
    assert (code, "[insufficient_points]" in err) == (1, True)
    assert regulars("transfer", "show", "t9")[0] == 1
    assert regulars("transfer", "--programme", "none", "show", "t1")[0] == 1
