"""A ledger in which everything happened, and ways to change it behind its back."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from django.db import connection

from regulars.domain.ledger.operations import apply_batch, roll_up, tick
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.surfaces.cli import main
from tests.integration.ledger.stories import at, document_text, grant, purchase, redeem, refund

TABLES = (
    *("ledger_event", "ledger_event_key", "ledger_journal", "ledger_posting", "ledger_lot_use"),
    *("ledger_lot", "ledger_tier_change", "ledger_goal_reached", "proofs_anchor", "proofs_anchor_leaf"),
)


@pytest.fixture
def story(db: None) -> LiveProgramme:
    """The story's programme."""
    return install_programme(document_text(), actor="test")


def live_through(story: LiveProgramme, member: int, granted: int = 20) -> None:
    """What happens to a member: purchases, a redemption, a grant, a refund; for the second one something late."""
    number = member * 10
    apply_batch(story.id, [purchase(member, number + day, day, 250) for day in range(4)])
    apply_batch(story.id, [redeem(member, number, 5, 90), grant(member, number, 6, granted)])
    apply_batch(story.id, [refund(member, number, 7, number + 1)])
    if member == 2:
        apply_batch(story.id, [purchase(2, 99, 1.5, 400)])


@pytest.fixture
def lived(story: LiveProgramme) -> LiveProgramme:
    """A ledger in which everything happened: also expiry, a fall, a refund, a restatement."""
    for member in (1, 2, 3):
        live_through(story, member)
    tick(story.id, at(500))
    roll_up(story.id)
    return story


@pytest.fixture
def unguarded(lived: LiveProgramme) -> None:
    """The guards taken away, as whoever owns the database can do."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")


@pytest.fixture
def tamper(unguarded: None) -> Callable[[str], None]:
    """Run a statement with the guards taken away."""

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.fixture
def regulars(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run `regulars ...` in this process: returns exit code, standard output and standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["regulars", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return run
