"""Versions at the command line: who does what, and what is printed."""

import io
import sys
from datetime import timedelta

import pytest

from regulars.domain.access.operations import create_user
from regulars.domain.access.types import NewUser
from regulars.domain.programmes.queries import find_version, live_programme, schedule
from tests.conftest import PASSWORD
from tests.integration.programmes.conftest import MINIMAL, generous


@pytest.fixture
def people(db, frozen_clock):
    """Ann analyses, Bob operates, Sue serves."""
    for name, role in (("ann", "analyst"), ("bob", "operator"), ("sue", "service")):
        create_user(NewUser(username=name, password=PASSWORD, role=role))


@pytest.fixture
def programme(regulars, monkeypatch, people, minimal):
    """Run `regulars programme ...` with somebody's password at hand."""

    def run(*words, password=PASSWORD):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        return regulars("programme", *words)

    return run


@pytest.fixture
def written(programme, tmp_path):
    """A draft of Ann's that doubles the points."""
    path = tmp_path / "next.yaml"
    path.write_text(generous(), encoding="utf-8")
    assert programme("draft", str(path), "--as", "ann", "--reason", "More visits")[:2] == (0, "draft 2 is saved\n")
    return path


def test_a_version_from_draft_to_roll_back(programme, written, minimal, frozen_clock):
    assert programme("diff", "2")[1] == (
        "Rule “Points for spending”\n  1 points per 1 CNY becomes 2 points per 1 CNY\n"
    )
    assert (
        "-     award: {points: 1, per: 1}\n+     award: {points: 2, per: 1}\n" in programme("diff", "2", "--lines")[1]
    )
    assert programme("submit", "2", "--as", "ann")[:2] == (0, "version 2 waits for a review\n")
    assert programme("review", "2", "--as", "bob", "--approve")[:2] == (0, "version 2 is approved\n")
    code, out, _ = programme("pilot", "2", "--share", "12.5", "--as", "bob")
    assert (code, " for 12.5% of the members from 2026-06-15T04:01:00+00:00\n" in out) == (0, True)
    assert programme("stop", "--as", "bob", "--reason", "Enough")[0] == 0
    code, out, _ = programme("publish", "2", "--as", "bob", "--at", "2026-06-16T00:00:00+08:00")
    assert (code, " for 100% of the members from 2026-06-15T16:00:00+00:00\n" in out) == (0, True)
    start = out.split()[1].rstrip(":")
    assert programme("cancel", start, "--as", "bob", "--reason", "Not yet")[:2] == (0, f"start {start} is cancelled\n")
    assert programme("publish", "minimal:2", "--as", "bob")[0] == 0
    frozen_clock.advance(timedelta(hours=1))
    assert live_programme(minimal.id).number == 2
    assert programme("rollback", "1", "--as", "bob", "--reason", "Complaints")[0] == 0
    shown = programme("versions")[1].splitlines()
    assert shown[1].split() == ["2", "published", "ann", "bob", "More", "visits"]
    kinds = [line.split("%")[1].split("bob")[0].split("test")[0].strip() for line in shown[5:]]
    assert kinds == ["publication (cancelled)", "roll_back", "publication", "stop", "pilot", "publication"]
    assert len(schedule(minimal.id).activations) == 5


def test_findings_are_shown_with_the_draft(programme, written, minimal):
    written.write_text(MINIMAL.replace("CNY", "USD"), encoding="utf-8")
    code, out, _ = programme("draft", str(written), "--as", "ann", "--version", "2")
    assert (code, out.splitlines()[0], out.splitlines()[-1]) == (0, "error: currency, line 4", "draft 2 is saved")
    assert find_version(minimal.id, 2).revision == 2
    code, _, err = programme("submit", "2", "--as", "ann")
    assert (code, "[programme_invalid]" in err) == (1, True)


def test_a_version_is_withdrawn_or_rejected(programme, written):
    assert programme("submit", "2", "--as", "ann")[0] == 0
    assert programme("review", "2", "--as", "bob")[0] == 2
    assert programme("review", "2", "--as", "bob", "--reject")[0] == 1
    assert programme("review", "2", "--as", "bob", "--reject", "--comment", "No")[1] == "version 2 is rejected\n"
    assert programme("withdraw", "2", "--as", "ann")[0] == 1
    assert programme("draft", str(written), "--as", "ann")[1] == "draft 3 is saved\n"
    assert programme("withdraw", "3", "--as", "ann")[:2] == (0, "version 3 is withdrawn\n")
    assert programme("diff", "3", "--against", "2")[:2] == (0, "")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("review", "2", "--approve", "--as", "ann"), "permission_denied"),
        (("submit", "2", "--as", "bob"), "author_required"),
        (("submit", "2", "--as", "sue"), "permission_denied"),
        (("publish", "2", "--as", "bob"), "version_not_approved"),
        (("publish", "7", "--as", "bob"), "version_missing"),
    ],
)
def test_refusals(words, code, programme, written):
    result, _, err = programme(*words)
    assert (result, f"[{code}]" in err) == (1, True)


def test_a_password_is_needed(programme, written):
    result, _, err = programme("submit", "2", "--as", "ann", password="wrong")
    assert (result, "[sign_in_failed]" in err) == (1, True)


def test_what_is_not_a_version_is_wrong_usage(programme, written):
    assert programme("submit", "two", "--as", "ann")[0] == 2
    assert programme("publish", "2", "--as", "bob", "--at", "soon")[0] == 2
