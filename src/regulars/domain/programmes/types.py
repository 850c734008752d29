"""What other contexts learn about programmes."""

from dataclasses import dataclass
from datetime import datetime

from regulars.engine.compile import CompiledProgramme
from regulars.engine.programme.model import Programme


@dataclass(frozen=True)
class LiveProgramme:
    """The version in force, as the engine and the surfaces use it. `wallet_numbers` are the ledger's."""

    id: int
    code: str
    version_id: int
    number: int
    document: Programme
    compiled: CompiledProgramme
    wallet_numbers: dict[str, int]


@dataclass(frozen=True)
class VersionView:
    """One installed version: who, when, and the hash of its document."""

    programme_id: int
    code: str
    version_id: int
    number: int
    state: str
    installed_at: datetime
    actor: str
    sha256: str
