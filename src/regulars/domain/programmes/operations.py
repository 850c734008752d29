"""Writing programmes."""

import hashlib
import json
from dataclasses import asdict

from django.db import transaction
from django.db.models import Max

from regulars.domain.programmes import queries
from regulars.domain.programmes.errors import ProgrammeInvalid, SecondVersionRefused
from regulars.domain.programmes.models import Programme as ProgrammeRow
from regulars.domain.programmes.models import WalletNumber
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.compile import compile_programme
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.model import Programme
from regulars.platform import clock

_FIRST = 1


@transaction.atomic
def install_programme(text: str, actor: str) -> LiveProgramme:
    """Read a document (YAML or JSON), install it as version 1 and put it in force.

    Installing the same document again changes nothing. Refuses a document with errors (ProgrammeInvalid, with all
    findings) and another document for a code that is already installed (SecondVersionRefused).
    """
    try:
        document = load_programme(text)
        compile_programme(document)
    except ProgrammeRefused as refusal:
        raise ProgrammeInvalid(findings=[asdict(finding) for finding in refusal.findings]) from refusal
    content = document.model_dump(mode="json", exclude_defaults=True)
    sha256 = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    row, _ = ProgrammeRow.objects.get_or_create(code=document.id)
    installed = row.versions.filter(state="live").first()
    if installed is not None:
        if installed.sha256 != sha256:
            raise SecondVersionRefused(programme=document.id, installed_on=installed.installed_at.date().isoformat())
        return queries.live_programme(row.pk)
    _number_wallets(row, document)
    row.versions.create(
        number=_FIRST, state="live", document=content, sha256=sha256, installed_at=clock.now(), actor=actor
    )
    return queries.live_programme(row.pk)


def _number_wallets(row: ProgrammeRow, document: Programme) -> None:
    """Give wallets that have none the next free numbers, in document order, from 1."""
    known = set(row.wallets.values_list("wallet", flat=True))
    highest = row.wallets.aggregate(highest=Max("number"))["highest"] or 0
    new = [wallet.id for wallet in document.wallets if wallet.id not in known]
    WalletNumber.objects.bulk_create(
        WalletNumber(programme=row, wallet=wallet, number=number)
        for number, wallet in enumerate(new, start=highest + 1)
    )
