"""Identifiers, consents, privacy, keys, duplicates and data at the command line."""

import io
import re
import zipfile

import pytest

from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from regulars.domain.privacy.operations.looking import forget_recent
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def programme(minimal, settings, tmp_path):
    forget_recent()
    settings.COPIES_ROOT = tmp_path / "copies"
    own = {"type": "purchase", "occurred_at": "2026-06-15T11:00:00+08:00", "amount": 10}
    sent = [own | {"id": card, "order_id": card, "member": {"card": card}} for card in "12"]
    accept_events(minimal.id, "till", sent)
    return minimal


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


def test_identifiers(programme, run, regulars):
    told = run("operator", "identifier", "set", "card", "--most", "2", "--block", "0000")
    assert told[:2] == (0, "card: taken, at most 2, shared by 1\n")
    run("operator", "identifier", "set", "external_id.erp", "--leave-out")
    listed = regulars("identifier", "list")[1]
    assert "external_ids.erp  no" in listed
    assert run("operator", "identifier", "detach", "1", "card", "1")[0] == 0
    assert regulars("member", "show", "1")[0] == 1
    assert run("operator", "identifier", "set", "nonsense")[0] == 2


def test_consents(programme, run, regulars):
    assert run("service", "consent", "give", "1", "marketing", "email", "--text", "v1")[0] == 0
    assert run("service", "consent", "withdraw", "1", "marketing", "email")[0] == 0
    assert "withdrawn" in regulars("consent", "show", "1")[1]
    assert regulars("consent", "show", "1", "--history")[1].count("marketing") == 2


def test_copies_and_erasure(programme, run, regulars, tmp_path):
    path = tmp_path / "copy.zip"
    assert run("service", "privacy", "copy", "1", str(path))[0] == 0
    assert "identifiers.csv" in zipfile.ZipFile(path).namelist()
    number = run("service", "privacy", "erase", "1", "--reason", "a letter")[1].split()[1]
    assert run("service", "privacy", "approve", number)[0] == 1
    assert run("operator", "privacy", "approve", number)[0] == 0
    assert regulars("privacy", "carry-out")[1] == "0 members erased, 0 copies deleted, 0 old looks deleted\n"
    assert run("service", "privacy", "cancel", number)[0] == 0
    assert "cancelled" in regulars("privacy", "list")[1]
    assert "cli" in regulars("privacy", "looks", "1")[1]


def test_keys(programme, regulars):
    assert "members_identifier.value" in regulars("keys", "status")[1]
    assert "0 texts are under the new keys" in regulars("keys", "rotate")[1]


def test_duplicates_and_data(programme, run, regulars):
    assert "2 members compared, 0 pairs" in regulars("duplicates", "search")[1]
    assert regulars("duplicates", "list")[0] == 0
    assert run("operator", "duplicates", "reject", "99999")[0] == 1
    assert "purchase" in regulars("data", "events")[1]
    assert "till" in regulars("data", "quality", "--days", "1")[1]


def test_events_that_wait_are_decided_about(programme, run, regulars):
    profile = {"type": "profile", "id": "p", "occurred_at": "2026-06-15T11:30:00+08:00"}
    accept_events(programme.id, "shop", [profile | {"member": {"card": "2", "email": "two@example.com"}}])
    torn = {"type": "purchase", "occurred_at": "2026-06-15T11:00:00+08:00", "amount": 10}
    torn |= {"id": "torn", "order_id": "torn", "member": {"card": "1", "email": "two@example.com"}}
    accept_events(programme.id, "till", [torn, torn | {"id": "other", "order_id": "other"}])
    listed = regulars("data", "parked")[1]
    one, two = (find_member(programme.id, card).id for card in ("1", "2"))
    assert re.search(rf"card, email +{one}, {two} +waiting", listed)
    first, second = (line.split()[0] for line in reversed(listed.splitlines()[-2:]))
    assert run("operator", "data", "decide", first)[0] == 2
    assert run("operator", "data", "decide", first, "--again")[0] == 1
    told = run("operator", "data", "decide", first, "--member", str(two))[1]
    assert told == f"event {first} is in the log of member {two}\n"
    assert run("operator", "data", "decide", second, "--drop", "A test")[1] == f"event {second} is dropped\n"
    assert "dropped" in regulars("data", "parked", "--decided")[1]
