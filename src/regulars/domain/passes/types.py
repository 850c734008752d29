"""What stands on a card, and what signs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class PassKind(StrEnum):
    """Whose wallet a pass is for."""

    APPLE = "apple"
    GOOGLE = "google"


class Words(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Holding:
    """What a member has in a wallet of the programme, as people count it."""

    wallet: str
    name: Words
    amount: str


@dataclass(frozen=True)
class Card:
    """What stands on a member's card. `number` is what tills scan; `colour` is `#rrggbb`, that of the tier."""

    programme: str
    programme_name: Words
    member_id: int
    number: str
    name: str
    tier: Words
    colour: str
    holdings: tuple[Holding, ...]

    @property
    def serial(self) -> str:
        """What the card is called among all of the programme."""
        return f"{self.programme}-{self.member_id}"


@dataclass(frozen=True)
class AppleKeys:
    """What signs passes for Apple: certificate, its key, and Apple's certificate above it, all as PEM."""

    pass_type: str
    team: str
    certificate: bytes = field(repr=False)
    key: bytes = field(repr=False)
    above: bytes = field(repr=False)
    password: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class GoogleKeys:
    """What signs cards for Google: the issuer, and the service account with its key as PEM. `logo` is an address."""

    issuer: str
    account: str
    logo: str
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class Offered:
    """Which passes can be had."""

    apple: bool
    google: bool
