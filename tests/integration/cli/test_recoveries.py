"""Forecasts, tiers by hand and write-offs at the command line."""

import io

import pytest

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries.owing import owed_by
from regulars.domain.recoveries.queries import list_write_offs
from regulars.domain.tiers.queries import matches_of, standing
from regulars.platform.clock import from_us
from regulars.platform.paging import PageRequest
from tests.conftest import PASSWORD
from tests.integration.ledger.stories import at, purchase
from tests.integration.recoveries.stories import install_recovery, owe
from tests.integration.tiers.stories import enrolled


@pytest.fixture
def programme(db, frozen_clock):
    frozen_clock.set(from_us(at(100)))
    return install_recovery()


@pytest.fixture
def run(regulars, make_user, monkeypatch):
    """Run a command as a person of a role, whose password is typed."""
    made = {}

    def as_person(role, *words):
        made.setdefault(role, role) if role in made else made.update({role: make_user(role)})
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        return regulars(*words, "--as", role)

    return as_person


def numbered(told):
    """The number of the request in what was told; PostgreSQL never gives one twice, even if a test is undone."""
    return int(told.split()[1])


def test_two_people_write_off(run, regulars, programme):
    (member,) = enrolled(programme, 1)
    owe(programme, member, 1, 10, 100)
    code, out, _ = run("service", "recovery", "write-off", f"#{member}", "60", "--reason", "our mistake")
    first = numbered(out)
    assert (code, out) == (0, f"request {first} waits for somebody else\n")
    code, out, _ = regulars("recovery", "list", "--older-than", "30")
    assert code == 0
    lines = [line.split() for line in out.splitlines() if line]
    assert lines[1] == [str(member), "points", "2026-01-20", "100", "0", "100", "0", "0"]
    assert lines[3] == ["points", "1", "100", "0", "100", "0", "0", "yes"]
    assert lines[5] == [str(first), str(member), "points", "60", "service", "our", "mistake"]
    code, _, err = run("service", "recovery", "approve", str(first))
    assert (code, "permission_denied" in err) == (1, True)
    assert run("operator", "recovery", "approve", str(first))[1] == "60 points are written off\n"
    assert owed_by(programme.id, member) == {"points": 40}
    code, out, _ = run("operator", "recovery", "write-off", f"#{member}", "40", "--reason", "again")
    second = numbered(out)
    assert (code, second > first) == (0, True)
    code, _, err = run("operator", "recovery", "reject", str(second), "--comment", "no")
    assert (code, "own_write_off" in err) == (1, True)
    assert run("admin", "recovery", "reject", str(second), "--comment", "no")[1] == f"request {second} is rejected\n"
    assert list_write_offs(programme.id, PageRequest()).items[0].comment == "no"
    assert regulars("recovery", "list", "--older-than", "7")[0] == 2


def test_the_forecast_is_made_and_told(regulars, programme, frozen_clock):
    frozen_clock.set(from_us(at(375)))
    falls, near = enrolled(programme, 2)
    apply_batch(programme.id, [purchase(falls, 1, 14, 600), purchase(near, 2, 371, 450)])
    assert regulars("tiers", "forecast")[0] == 2
    code, out, _ = regulars("tiers", "forecast", "--refresh")
    assert code == 0
    assert "2 members looked at" in out
    assert "fall: 1, rise: 0, near: 1; in grace: 0" in out
    assert out.splitlines()[-1].split() == [str(falls), "silver", "base", "2027-02-01", "60%", "spend", "500"]
    last = regulars("tiers", "forecast", "--rising")[1].splitlines()[-1]
    assert last.split() == [str(near), "base", "base", "90%", "spend", "50"]


def test_tiers_by_hand(run, regulars, programme):
    (member,) = enrolled(programme, 1)
    lock = ("tiers", "lock", f"#{member}", "--reason", "dispute")
    assert run("operator", *lock, "--until", "2026-12-31")[1] == "the tier is locked\n"
    assert str(standing(programme.id, member).locked_until) == "2027-01-01"
    assert run("operator", *lock, "--until", "tomorrow")[0] == 2
    assert run("analyst", *lock)[0] == 1
    unlocked = run("operator", "tiers", "unlock", f"#{member}", "--reason", "settled")
    assert unlocked[1] == "the lock is lifted; the tier is base\n"
    words = ("--held", "Sky Club:Platinum", "--evidence", "card seen")
    assert run("operator", "tiers", "match", f"#{member}", "gold:2026-12-31", *words)[1] == (
        "matched: Sky Club Platinum is gold here\n"
    )
    code, _, err = run("operator", "tiers", "match", f"#{member}", "gold", *words)
    assert (code, "status_matched" in err) == (1, True)
    assert run("operator", "tiers", "match", f"#{member}", "gold", "--held", "Sky", "--evidence", "x")[0] == 2
    assert [view.actor for view in matches_of(programme.id, member)] == ["operator"]
