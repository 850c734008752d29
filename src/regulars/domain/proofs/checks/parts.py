"""Proving parts of a ledger: what adds up within them, and their chains; from the database or from a file."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from regulars.domain.proofs.checks.arithmetic import first_wrong, house_totals, owners
from regulars.domain.proofs.checks.chains import altered_event, broken_chain
from regulars.domain.proofs.checks.findings import Findings
from regulars.domain.proofs.queries.rows import Database, spans
from regulars.domain.proofs.queries.tables import Reader, Span, read_part


def prove_part(reader: Reader, span: Span, wallets: dict[int, str], findings: Findings) -> None:
    """Prove all that the rows of these members say by themselves."""
    part = read_part(reader, span, wallets)
    owner = owners(part)
    findings.add(first_wrong(part, owner))
    findings.add(broken_chain(part, owner))
    findings.add_house(house_totals(part))
    findings.entries += len(part.journal)


def prove_share(programme_id: int, wallets: dict[int, str], number: int, shares: int) -> Findings:
    """Prove one of several shares of a ledger in the database; the first has also what concerns it as a whole."""
    findings = Findings()
    reader = Database(programme_id)
    for span in _of_share(spans(programme_id), number, shares):
        prove_part(reader, span, wallets, findings)
        findings.add([altered_event(programme_id, span)])
    return findings


def _of_share(all_spans: Iterable[Span], number: int, shares: int) -> Iterable[Span]:
    return islice(all_spans, number, None, shares)
