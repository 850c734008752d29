"""Points, tiers and entries in the words that members read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.ledger.types import TransactionView
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import TransactionKind
from regulars.engine.programme.basics import Text
from regulars.engine.programme.model import Programme, Wallet
from regulars.surfaces.web.balance_words import cause_words
from regulars.surfaces.web.entry_subjects import Subjects, subjects_of
from regulars.surfaces.web.formatting import is_chinese, scaled, signed

_KINDS: dict[TransactionKind, Promise] = {
    TransactionKind.EARN: _("Earned"),
    TransactionKind.REDEEM: _("Redeemed"),
    TransactionKind.EXPIRE: _("Expired"),
    TransactionKind.GRANT: _("A present from us"),
    TransactionKind.REFUND: _("Taken back with a refund"),
    TransactionKind.RESTATE: _("Put right"),
    TransactionKind.RELEASE: _("Now yours to spend"),
    TransactionKind.HOLD: _("Kept for a checkout"),
    TransactionKind.CAPTURE: _("Spent at a checkout"),
    TransactionKind.UNHOLD: _("Back from a checkout"),
    TransactionKind.RETURN: _("Back from an order"),
    TransactionKind.TRANSFER_OUT: _("Given to a friend"),
    TransactionKind.TRANSFER_IN: _("Got from a friend"),
    TransactionKind.REINSTATE: _("Brought back after expiry"),
    TransactionKind.OPENING: _("Brought from before"),
    TransactionKind.MERGE_OUT: _("Moved to your other card"),
    TransactionKind.MERGE_IN: _("Moved from your other card"),
    TransactionKind.DEDUCT: _("Deducted"),
    TransactionKind.OFFSET: _("Set against what was owed"),
    TransactionKind.WRITE_OFF: _("Let off"),
    TransactionKind.FEE: _("Fee of a gift"),
}
_ICONS = {
    TransactionKind.EARN: "plus",
    TransactionKind.REDEEM: "shopping-bag",
    TransactionKind.CAPTURE: "shopping-bag",
    TransactionKind.HOLD: "clock",
    TransactionKind.EXPIRE: "clock",
    TransactionKind.GRANT: "gift",
    TransactionKind.TRANSFER_OUT: "gift",
    TransactionKind.TRANSFER_IN: "gift",
    TransactionKind.FEE: "gift",
    TransactionKind.RETURN: "arrow-back-up",
    TransactionKind.UNHOLD: "arrow-back-up",
    TransactionKind.REFUND: "arrow-back-up",
    TransactionKind.REINSTATE: "arrow-back-up",
}


@dataclass(frozen=True)
class Amount:
    """Points of a wallet, in its smallest unit."""

    wallet: Wallet
    points: int

    def __str__(self) -> str:
        """Return the amount in points."""
        return scaled(self.points, self.wallet.decimals)

    @property
    def name(self) -> str:
        """The wallet's name in the reader's language."""
        return in_language(self.wallet.name)


@dataclass(frozen=True)
class EntryLine:
    """An entry of the ledger as its member reads it: what it was, why, how much."""

    entry: TransactionView
    title: str
    detail: str
    change: str
    after: str
    wallet: str
    icon: str

    @property
    def gained(self) -> bool:
        """Whether points came in."""
        return self.entry.points > 0


def in_language(text: Text) -> str:
    """A text of the programme in the reader's language."""
    return text.zh if is_chinese() else text.en


def main_wallet(programme: Programme) -> Wallet:
    """The wallet on the card: the first to be spent that members see, else the first."""
    shown = visible_wallets(programme)
    return next((wallet for wallet in shown if wallet.purpose == "spend"), (shown or programme.wallets)[0])


def visible_wallets(programme: Programme) -> list[Wallet]:
    """The wallets that members see."""
    return [wallet for wallet in programme.wallets if wallet.visible]


def entry_lines(programme: LiveProgramme, entries: Sequence[TransactionView]) -> list[EntryLine]:
    """Entries of one member's wallets that members see."""
    shown = {wallet.id: wallet for wallet in visible_wallets(programme.document)}
    subjects = subjects_of(programme.id, entries[0].member_id, entries) if entries else {}
    return [
        entry_line(programme.document, shown[entry.wallet], entry, subjects)
        for entry in entries
        if entry.wallet in shown
    ]


def entry_line(programme: Programme, wallet: Wallet, entry: TransactionView, subjects: Subjects) -> EntryLine:
    """An entry in words, with what it was about where that has a name."""
    kind, cause = str(_KINDS[entry.kind]), cause_words(entry.rule, entry.goal, programme)
    cause = cause or subjects.get(entry.event_seq or 0, "")
    return EntryLine(
        entry=entry,
        title=cause if cause and entry.kind is TransactionKind.EARN else kind,
        detail=cause if entry.kind is not TransactionKind.EARN else "",
        change=signed(entry.points, wallet.decimals),
        after=scaled(entry.available_after, wallet.decimals),
        wallet=in_language(wallet.name),
        icon=_ICONS.get(entry.kind, "arrows-exchange"),
    )
