"""A text as a document that may stand in the ledger's programme: read, compiled, hashed, its wallets numbered."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Max

from regulars.domain.programmes.errors import ProgrammeInvalid
from regulars.domain.programmes.models import Programme as ProgrammeRow
from regulars.domain.programmes.models import WalletNumber
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.model import Programme


@dataclass(frozen=True)
class ReadDocument:
    """A document with its content as it is stored, and the hash of that."""

    compiled: CompiledProgramme
    content: dict[str, Any]
    sha256: str

    @property
    def document(self) -> Programme:
        """What was read."""
        return self.compiled.document


def read_text(text: str) -> ReadDocument:
    """Read and compile a text; raises ProgrammeInvalid with all findings."""
    try:
        compiled = compile_programme(load_programme(text))
    except ProgrammeRefused as refusal:
        raise ProgrammeInvalid(findings=[asdict(finding) for finding in refusal.findings]) from refusal
    content = compiled.document.model_dump(mode="json", exclude_defaults=True)
    sha256 = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return ReadDocument(compiled, content, sha256)


def number_wallets(row: ProgrammeRow, document: Programme) -> None:
    """Give wallets that have none the next free numbers, in document order, from 1."""
    known = set(row.wallets.values_list("wallet", flat=True))
    highest = row.wallets.aggregate(highest=Max("number"))["highest"] or 0
    new = [wallet.id for wallet in document.wallets if wallet.id not in known]
    WalletNumber.objects.bulk_create(
        WalletNumber(programme=row, wallet=wallet, number=number)
        for number, wallet in enumerate(new, start=highest + 1)
    )
