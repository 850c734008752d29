"""Proving an exported ledger from its file alone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS
from regulars.domain.proofs.checks import arithmetic
from regulars.domain.proofs.checks.anchored import ANCHOR_CHECKS, Key, wrong_anchors
from regulars.domain.proofs.checks.findings import HOUSE, Findings
from regulars.domain.proofs.checks.parts import prove_part
from regulars.domain.proofs.errors import LedgerFileInvalid
from regulars.domain.proofs.policy.anchor_file import ExportedAnchor, read_anchors
from regulars.domain.proofs.policy.ledger_file import ANCHORS, FORMAT, MANIFEST, place_of
from regulars.domain.proofs.queries.tables import ACCOUNT_TABLE, JOURNAL_TABLE, HouseTotals, Span, Table
from regulars.domain.proofs.types import Divergence, ProofReport
from regulars.platform.columns import Columns

CHAINS = ("hash chain", "head of the hash chain")
CHECKS = (*arithmetic.CHECKS, HOUSE, *CHAINS, *ANCHOR_CHECKS)


@dataclass(frozen=True)
class ExportedLedger:
    """The rows of a file, read as those of a database are."""

    file: zipfile.ZipFile
    programme_id: int
    spans: tuple[Span, ...]
    wallets: dict[int, str]
    house: HouseTotals

    def read(self, table: Table, columns: tuple[str, ...], span: Span) -> Columns:
        """Some columns and the hashes of a table's rows, by their key."""
        frame = self._frame(table, span).sort(table.key)
        integers = np.ascontiguousarray(frame.select(columns).to_numpy().astype(np.int64).reshape(-1, len(columns)))
        return Columns(integers, b"".join(frame[table.block].to_list()) if table.block else b"")

    def details(self, span: Span) -> dict[tuple[int, int, int], str]:
        """The texts sealed with an entry, by member, wallet and entry."""
        frame = self._frame(JOURNAL_TABLE, span).filter(pl.col("detail").is_not_null())
        return {(row[0], row[1], row[2]): row[3] for row in frame.select(*JOURNAL_TABLE.key, "detail").rows()}

    def hashes(self, keys: Sequence[Key]) -> dict[Key, bytes]:
        """The hashes of entries by member, wallet and entry, as far as they exist."""
        wanted = pl.DataFrame(list(keys), schema=dict.fromkeys(JOURNAL_TABLE.key, pl.Int64), orient="row").unique()
        found: dict[Key, bytes] = {}
        for span in self.spans:
            frame = self._frame(JOURNAL_TABLE, span).select(*JOURNAL_TABLE.key, "hash")
            for member, wallet, seq, block in frame.join(wanted, on=JOURNAL_TABLE.key).rows():
                found[member, wallet, seq] = block
        return found

    def anchors(self) -> list[ExportedAnchor]:
        """The anchors that were exported with the ledger."""
        with self.file.open(ANCHORS) as lines:
            return list(read_anchors(line.decode("utf-8", "replace") for line in lines))

    def _frame(self, table: Table, span: Span) -> pl.DataFrame:
        place = place_of(self.spans.index(span), table.name)
        try:
            return pl.read_parquet(io.BytesIO(self.file.read(place)))
        except (KeyError, pl.exceptions.PolarsError, zipfile.BadZipFile) as error:
            raise LedgerFileInvalid(reason=place) from error


def verify_file(path: Path, kept: Sequence[ExportedAnchor] = ()) -> ProofReport:
    """Prove chains, sums, balances and anchors of an exported ledger, with nothing but its file.

    `kept`: anchors exported earlier, which the ledger must bear out, too. Raises LedgerFileInvalid and
    AnchorFileInvalid.
    """
    with opened(path) as ledger:
        findings = Findings()
        members = 0
        for span in ledger.spans:
            prove_part(ledger, span, ledger.wallets, findings)
            accounts = ledger.read(ACCOUNT_TABLE, ("member_id",), span).integers
            members += len(np.unique(accounts))
        findings.compare_house(ledger.house, ledger.wallets)
        findings.add(_wrong_anchors(ledger, kept))
    return ProofReport(CHECKS, members=members, events=0, entries=findings.entries, divergences=findings.told(CHECKS))


@contextmanager
def opened(path: Path) -> Iterator[ExportedLedger]:
    """The exported ledger in a file; raises LedgerFileInvalid."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(zipfile.ZipFile(path))
            ledger = _ledger(file, json.loads(file.read(MANIFEST)))
        except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
            raise LedgerFileInvalid(reason=MANIFEST) from error
        yield ledger


def _wrong_anchors(ledger: ExportedLedger, kept: Sequence[ExportedAnchor]) -> Iterator[Divergence]:
    """What of its own anchors and of those kept elsewhere the ledger does not bear out; its rows are read once."""
    own = ledger.anchors()
    leaves = {one.anchor.number: one.leaves for one in own}
    completed = [one if one.leaves is not None else one._replace(leaves=leaves.get(one.anchor.number)) for one in kept]
    found = ledger.hashes([leaf[:3] for one in (*own, *completed) for leaf in one.leaves or ()])
    for anchors in (own, completed):
        yield from wrong_anchors(anchors, lambda _: found, ledger.wallets)


def _ledger(file: zipfile.ZipFile, manifest: Any) -> ExportedLedger:
    if manifest["format"] != FORMAT:
        raise LedgerFileInvalid(reason=str(manifest["format"])[:60])
    if tuple(manifest["sealed_columns"]) != JOURNAL_COLUMNS:
        raise LedgerFileInvalid(reason="sealed_columns")
    return ExportedLedger(
        file=file,
        programme_id=int(manifest["programme_id"]),
        spans=tuple(Span(int(low), int(high)) for low, high in manifest["spans"]),
        wallets={int(number): str(name) for number, name in manifest["wallets"].items()},
        house={(int(wallet), int(account)): int(points) for wallet, account, points in manifest["house"]},
    )
