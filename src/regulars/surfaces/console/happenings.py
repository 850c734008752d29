"""Events and ledger entries in a few words, for lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regulars.domain.ledger.types import EventView, TransactionView
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import TransactionKind
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import Holding, tier_badges, wallet_of
from regulars.surfaces.console.reading.vocabulary import event_name, in_language
from regulars.surfaces.web.entry_subjects import Subjects, subjects_of
from regulars.surfaces.web.formatting import money

_ICONS = {
    "purchase": "shopping-cart",
    "refund": "receipt",
    "redeem": "gift",
    "grant": "plus",
    "deduct": "arrow-down",
    "tier_grant": "crown",
    "tier_lock": "lock",
    "enrol": "user-plus",
    "profile": "id",
    "activity": "flag",
    "transfer_out": "gift",
    "transfer_in": "gift",
    "hold": "lock",
    "capture": "check",
    "release": "x",
    "return": "history",
    "write_off": "check",
    "extend": "clock",
    "reinstate": "history",
    "opening": "wallet",
    "merge_out": "users",
    "merge_in": "users",
    "void": "x",
    "restate": "history",
}
_ENTRY_KINDS: dict[TransactionKind, Promise] = {
    TransactionKind.EARN: gettext_lazy("Earned"),
    TransactionKind.REDEEM: gettext_lazy("Redeemed"),
    TransactionKind.EXPIRE: gettext_lazy("Expired"),
    TransactionKind.GRANT: gettext_lazy("Granted by hand"),
    TransactionKind.REFUND: gettext_lazy("Taken back by a refund"),
    TransactionKind.RESTATE: gettext_lazy("Restated"),
    TransactionKind.RELEASE: gettext_lazy("Became spendable"),
    TransactionKind.HOLD: gettext_lazy("Held for a checkout"),
    TransactionKind.CAPTURE: gettext_lazy("Spent from a hold"),
    TransactionKind.UNHOLD: gettext_lazy("Given back from a hold"),
    TransactionKind.RETURN: gettext_lazy("Came back"),
    TransactionKind.TRANSFER_OUT: gettext_lazy("Given to a member"),
    TransactionKind.TRANSFER_IN: gettext_lazy("Got from a member"),
    TransactionKind.REINSTATE: gettext_lazy("Brought back after expiry"),
    TransactionKind.OPENING: gettext_lazy("Opening balance"),
    TransactionKind.MERGE_OUT: gettext_lazy("Moved to another record"),
    TransactionKind.MERGE_IN: gettext_lazy("Moved from another record"),
    TransactionKind.DEDUCT: gettext_lazy("Deducted by hand"),
    TransactionKind.OFFSET: gettext_lazy("Set against what was owed"),
    TransactionKind.WRITE_OFF: gettext_lazy("Written off"),
    TransactionKind.FEE: gettext_lazy("Fee of a gift"),
}


@dataclass(frozen=True)
class Happening:
    """An event as one line: what, what it was about, how much; `address` is the page of the deed it belongs to.

    `voided`: it was taken back.
    """

    member_id: int
    seq: int
    occurred_at: datetime
    icon: str
    title: str
    details: tuple[str, ...]
    amount: str
    address: str = ""
    voided: bool = False


@dataclass(frozen=True)
class LedgerLine:
    """An entry of the ledger as one line."""

    entry: TransactionView
    kind: str
    reason: str
    change: str
    balance: str
    wallet: str


def happening(event: EventView, programme: Programme, others: Mapping[int, str] = MappingProxyType({})) -> Happening:
    """The event in words; `others` names the members that it speaks of."""
    title = event_name(event.kind, event.body.get("name"))
    return Happening(
        member_id=event.member_id,
        seq=event.seq,
        occurred_at=event.occurred_at,
        icon=_ICONS.get(event.kind, "flag"),
        title=title[:1].upper() + title[1:],
        details=(*_others(event.body, others), *_details(event.body, programme)),
        amount=_amount(event.body, programme),
        address=_address(event.body),
    )


def members_named(events: Iterable[EventView]) -> set[int]:
    """The other members that events speak of."""
    return {event.body[name] for event in events for name in ("to", "from") if isinstance(event.body.get(name), int)}


def _others(body: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    """Whom a gift went to or came from."""
    told = []
    if body.get("to") in names:
        told.append(_("to %(member)s") % {"member": names[body["to"]]})
    if body.get("from") in names:
        told.append(_("from %(member)s") % {"member": names[body["from"]]})
    return told


def _address(body: Mapping[str, Any]) -> str:
    """The page of a transfer or a pool, where the event is a part of what was done there."""
    if "transfer_id" in body:
        return reverse("console:transfer", args=[body["transfer_id"]])
    return reverse("console:pool", args=[body["pool"]]) if "pool" in body else ""


def _details(body: Mapping[str, Any], programme: Programme) -> list[str]:
    details = []
    if "tier" in body:
        badge = tier_badges(programme).get(body["tier"])
        details.append(badge.name if badge else body["tier"])
    if lines := body.get("lines"):
        details.append(ngettext("%(count)d line", "%(count)d lines", len(lines)) % {"count": len(lines)})
    if "store" in body:
        details.append(_("store %(store)s") % {"store": body["store"]})
    if "channel" in body:
        details.append(str(body["channel"]))
    if "order_id" in body:
        details.append(_("order %(order)s") % {"order": body["order_id"]})
    details += [str(body[name]) for name in ("reason", "actor") if name in body]
    return details


def _amount(body: Mapping[str, Any], programme: Programme) -> str:
    if "amount_minor" in body:
        return money(body["amount_minor"], programme.currency)
    wallet = wallet_of(programme, body.get("wallet", ""))
    if lots := [lot for lot in body.get("lots", ()) if "wallet" in lot]:
        sums = {lot["wallet"]: sum(one["points"] for one in lots if one["wallet"] == lot["wallet"]) for lot in lots}
        found = [(wallet_of(programme, name), points) for name, points in sums.items()]
        return ", ".join(f"{Holding(one, points)} {in_language(one.name)}" for one, points in found if one)
    return f"{Holding(wallet, body['points'])} {in_language(wallet.name)}" if wallet and "points" in body else ""


def ledger_lines(live: LiveProgramme, entries: Sequence[TransactionView]) -> list[LedgerLine]:
    """Entries of one member in words, with what they were about."""
    subjects = subjects_of(live.id, entries[0].member_id, entries) if entries else {}
    return [_ledger_line(entry, live.document, subjects) for entry in entries]


def _ledger_line(entry: TransactionView, programme: Programme, subjects: Subjects) -> LedgerLine:
    wallet = wallet_of(programme, entry.wallet) or programme.wallets[0]
    return LedgerLine(
        entry=entry,
        kind=str(_ENTRY_KINDS[entry.kind]),
        reason=reason_name(programme, entry.rule, entry.goal) or subjects.get(entry.event_seq or 0, ""),
        change=Holding(wallet, entry.points).change,
        balance=str(Holding(wallet, entry.available_after)),
        wallet=in_language(wallet.name),
    )


def reason_name(programme: Programme, rule: str | None, goal: str | None) -> str:
    """The name of the rule or goal behind points; empty where it was neither."""
    names = {part.id: part.name for part in programme.rules} | {part.id: part.name for part in programme.goals}
    found = names.get(rule or goal or "")
    return in_language(found) if found else ""
