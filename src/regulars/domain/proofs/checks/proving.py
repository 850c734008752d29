"""The proof of the ledger from within: sums, balances, lots, numbering, hash chains."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from regulars.domain.ledger.models import Event, Journal, MemberState
from regulars.domain.ledger.queries.reading import wallet_names
from regulars.domain.programmes.queries import live_programme
from regulars.domain.proofs.checks.chains import CHUNK, altered_event, broken_chain, member_chunks
from regulars.domain.proofs.checks.sums import CHECKS, first_divergence
from regulars.domain.proofs.types import Divergence, ProofReport
from regulars.platform.databases import is_postgres

CHAINS = ("hash chain", "hash of the event")


def verify_ledger(programme_id: int) -> ProofReport:
    """Prove that postings sum to zero, balances, lots and histories follow from entries, and that no hash is broken.

    `regulars ledger verify` prints the report. Sums are left to the database; chains are recomputed in chunks of
    members, so that memory stays bounded. Everything is read from one snapshot, while events keep coming in.
    """
    wallets = wallet_names(live_programme(programme_id))
    with snapshot():
        found = [first_divergence(check, programme_id, wallets) for check in CHECKS]
        found += _first_broken(programme_id, wallets)
        return ProofReport(
            checks=(*(check.name for check in CHECKS), *CHAINS),
            **counts(programme_id),
            divergences=tuple(divergence for divergence in found if divergence is not None),
        )


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction in which all queries see the database as it was at the first one.

    PostgreSQL must be asked for it, SQLite does it anyway; within an outer transaction that one decides.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and is_postgres():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def counts(programme_id: int) -> dict[str, int]:
    """How much there is to prove."""
    return {
        "members": MemberState.objects.filter(programme_id=programme_id).count(),
        "events": Event.objects.filter(programme_id=programme_id).count(),
        "entries": Journal.objects.filter(programme_id=programme_id).count(),
    }


def _first_broken(programme_id: int, wallets: dict[int, str]) -> list[Divergence | None]:
    chain: Divergence | None = None
    event: Divergence | None = None
    for members in member_chunks(programme_id, CHUNK):
        chain = chain or broken_chain(programme_id, members, wallets)
        event = event or altered_event(programme_id, members)
    return [chain, event]
