"""Merges, events put right and corrected rules at the command line."""

import io

import pytest

from regulars.domain.corrections.queries import list_corrections, list_merges
from regulars.domain.programmes.operations import install_programme
from regulars.platform.jobs import run_due
from regulars.platform.paging import PageRequest
from tests.conftest import PASSWORD
from tests.integration.corrections.rules import approved_version
from tests.integration.corrections.stories import points, sale, send, who
from tests.integration.ledger.stories import document_text


@pytest.fixture
def shop(db, frozen_clock):
    return install_programme(document_text(), actor="test")


@pytest.fixture
def run(regulars, make_user, monkeypatch):
    """Run a command as a person of a role, whose password is typed."""
    made = set()

    def as_person(role, *words):
        if role not in made:
            make_user(role)
            made.add(role)
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        return regulars(*words, "--as", role)

    return as_person


def test_records_are_merged_and_taken_apart(run, regulars, shop):
    send(shop, sale(1, "A1", 100, "2026-04-20"), sale(2, "B2", 600, "2026-05-05"))
    first, second = who(shop, "A1"), who(shop, "B2")
    asked = ("member", "merge", "A1", "B2", "--reason", "one person")
    code, out, _ = run("operator", *asked, "--dry-run")
    assert (code, out.splitlines()[2].split()) == (0, ["points", "available", "100", "700", "600", "0"])
    assert run("service", *asked)[0] == 1
    code, out, _ = run("operator", *asked)
    number = list_merges(shop.id, PageRequest()).items[0].id
    told = f"merge {number}: member {second} is a part of member {first}; 1 identifiers lead there\n"
    assert (code, out) == (0, told)
    assert "one person" in regulars("member", "merges")[1]
    undo = ("member", "unmerge", str(number), "--reason", "two people")
    assert run("operator", *undo, "--dry-run")[1].splitlines()[2].split()[-4:] == ["700", "100", "0", "600"]
    assert run("operator", *undo)[1] == f"merge {number} is undone: member {second} is a member of their own again\n"
    assert who(shop, "B2") == second


def test_events_are_taken_back_and_put_right(run, regulars, shop):
    lines = [{"line_id": "a", "amount": "30", "quantity": 3}, {"line_id": "b", "amount": "70"}]
    send(shop, sale(1, "A1", 100, "2026-05-01"), {**sale(2, "A1", 100, "2026-06-01"), "lines": lines})
    member = who(shop, "A1")
    code, out, _ = regulars("event", "list", "A1")
    assert (code, [line.split()[0] for line in out.splitlines()[1:]]) == (0, [f"{member}-2", f"{member}-1"])
    asked = ("event", "void", f"{member}-1", "--reason", "twice")
    assert run("operator", *asked, "--dry-run")[0] == 0
    assert points(shop, member) == 200
    code, out, _ = run("operator", *asked)
    assert (code, out.splitlines()[-1]) == (0, f"event {member}-1 is taken back")
    assert "taken back" in regulars("event", "list", "A1")[1]
    right = ("event", "correct", f"{member}-2", "--reason", "typing error")
    change = ("--set", "line.a=1:10.00", "--set", "line.b=:60", "--set", "at=2026-06-02T12:00:00+08:00")
    assert run("operator", *right, *change)[1].splitlines()[-1].endswith(f"event {member}-4 stands instead")
    assert points(shop, member) == 70
    for wrong in ("line.a=1", "amount=x", "amount=0.001", "at=noon", "colour=red"):
        assert run("operator", *right, "--set", wrong)[0] == 2
    assert run("operator", "event", "correct", "soon", "--reason", "x", "--set", "points=5")[0] == 2
    assert run("operator", "event", "correct", f"{member}-4", "--reason", "x", "--set", "points=5")[0] == 1
    assert run("analyst", *asked)[0] == 1


def test_a_rule_is_corrected_by_two(run, regulars, shop):
    send(shop, sale(1, "A1", 100, "2026-06-01"))
    number = str(approved_version(shop))
    asked = ("correction", "propose", number, "--since", "2026-06-01T00:00:00+08:00", "--reason", "promised")
    told = run("analyst", *asked)[1]
    made = str(list_corrections(shop.id, PageRequest()).items[0].id)
    assert told.startswith(f"correction {made}: a worker makes the preview")
    run_due()
    assert run("analyst", "correction", "preview", made)[0] == 0
    run_due()
    out = regulars("correction", "show", made)[1]
    assert "foreseen: 1 of 1 members; adds 100 points, 0 rise, 0 fall, 0 below zero" in out
    assert run("analyst", "correction", "approve", made)[0] == 1
    assert run("operator", "correction", "approve", made)[0] == 0
    assert run("operator", "correction", "post", made)[0] == 1
    run_due()
    assert "posted: 1 of 1 members" in regulars("correction", "show", made)[1]
    assert points(shop, who(shop, "A1")) == 200
    assert "posted" in regulars("correction", "list")[1]
    assert run("operator", "correction", "reject", made, "--comment", "no")[0] == 1
