"""The proof of the ledger from within: sums, balances, lots, numbering, hash chains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import connection
from django.db.models import Sum

from regulars.domain.ledger.models import Account, Event, Journal, MemberState
from regulars.domain.ledger.queries.reading import wallet_names
from regulars.domain.programmes.queries import live_programme
from regulars.domain.proofs.checks import arithmetic, budgets
from regulars.domain.proofs.checks.anchored import ANCHOR_CHECKS, KEPT, hashes_of, wrong_anchors, wrong_kept
from regulars.domain.proofs.checks.findings import HOUSE, Findings
from regulars.domain.proofs.checks.parts import prove_share
from regulars.domain.proofs.checks.sums import CHECKS, first_divergence
from regulars.domain.proofs.policy.anchor_file import ExportedAnchor
from regulars.domain.proofs.queries.anchors import kept_anchors
from regulars.domain.proofs.queries.rows import kept_house
from regulars.domain.proofs.types import ProofReport
from regulars.platform.processes import read_in_processes
from regulars.platform.snapshots import snapshot

__all__ = ["counts", "snapshot", "verify_ledger"]

CHAINS = ("hash chain", "head of the hash chain", "hash of the event")
WHOLE = (*(check.name for check in CHECKS), HOUSE, *budgets.CHECKS)
ALL_CHECKS = (*arithmetic.CHECKS, *WHOLE, *CHAINS, *ANCHOR_CHECKS, KEPT)

ONE_PROCESS = 200_000
"""Ledgers with no more entries are proven before other processes would have started."""


@dataclass(frozen=True)
class _Task:
    """Which of several shares to prove; the first also looks at the ledger as a whole, and at exported anchors."""

    number: int
    shares: int
    exported: Sequence[ExportedAnchor] | None


@dataclass(frozen=True)
class _Share:
    """What one of several processes found; the first has also looked at the ledger as a whole."""

    findings: Findings
    kept_house: dict[tuple[int, int], int]
    members: int = 0
    events: int = 0


def verify_ledger(
    programme_id: int, processes: int = 1, exported: Sequence[ExportedAnchor] | None = None
) -> ProofReport:
    """Prove that postings sum to zero, balances, lots and histories follow from entries, and that no hash is broken.

    The anchors that are kept must hold the heads of the chains; so must those in `exported`, which were kept
    elsewhere: whoever can rewrite the ledger can rewrite its own anchors, too.
    `regulars ledger verify` prints the report. Members are read in spans, so that memory stays bounded, by so many
    processes; in a transaction by this one. Everything is read from one snapshot, while events keep coming in.
    """
    wallets = wallet_names(live_programme(programme_id))
    if processes == 1 or connection.in_atomic_block or _about(programme_id) <= ONE_PROCESS:
        with snapshot():
            shares = [_share(programme_id, wallets, _Task(0, 1, exported))]
    else:
        tasks = [_Task(number, processes, exported if number == 0 else None) for number in range(processes)]
        shares = read_in_processes(_share, [(programme_id, wallets, task) for task in tasks])
    findings = shares[0].findings
    for share in shares[1:]:
        findings.join(share.findings)
    findings.compare_house(shares[0].kept_house, wallets)
    return ProofReport(
        checks=ALL_CHECKS,
        members=shares[0].members,
        events=shares[0].events,
        entries=findings.entries,
        divergences=findings.told(ALL_CHECKS),
    )


def counts(programme_id: int) -> dict[str, int]:
    """How much there is to prove."""
    return {
        "members": MemberState.objects.filter(programme_id=programme_id).count(),
        "events": Event.objects.filter(programme_id=programme_id).count(),
        "entries": Journal.objects.filter(programme_id=programme_id).count(),
    }


def _share(programme_id: int, wallets: dict[int, str], task: _Task) -> _Share:
    findings = prove_share(programme_id, wallets, task.number, task.shares)
    if task.number > 0:
        return _Share(findings, {})
    findings.add(first_divergence(check, programme_id, wallets) for check in CHECKS)
    findings.add(budgets.wrong_budgets(programme_id))
    findings.add(wrong_anchors(kept_anchors(programme_id), partial(hashes_of, programme_id), wallets))
    if task.exported is not None:
        findings.add(wrong_kept(programme_id, task.exported, wallets))
    return _Share(
        findings,
        kept_house(programme_id),
        members=MemberState.objects.filter(programme_id=programme_id).count(),
        events=Event.objects.filter(programme_id=programme_id).count(),
    )


def _about(programme_id: int) -> int:
    """How many entries there are, by what accounts say of themselves: counting rows takes as long as reading them."""
    return Account.objects.filter(programme_id=programme_id).aggregate(entries=Sum("seq"))["entries"] or 0
