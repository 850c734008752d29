"""Wallets and metrics in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from regulars.engine.programme.model import Programme, Spending, Wallet
from regulars.surfaces.console.reading.conditions import Condition, read_condition
from regulars.surfaces.console.reading.spans import (
    expiry_words,
    measure_words,
    pending_words,
    share_words,
    window_words,
)
from regulars.surfaces.console.reading.vocabulary import Vocabulary, in_language
from regulars.surfaces.web.formatting import plain_decimal


@dataclass(frozen=True)
class WalletLine:
    """One wallet: what it is for, what a point is worth (empty: nothing), when points expire, how they are spent."""

    id: str
    name: str
    spendable: bool
    worth: str
    expiry: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class MetricLine:
    """One metric: what it measures, of which events, over which stretch of time."""

    id: str
    name: str
    measure: str
    window: str
    condition: Condition


def wallet_lines(programme: Programme) -> list[WalletLine]:
    """All wallets of the document."""
    return [
        WalletLine(
            id=wallet.id,
            name=in_language(wallet.name),
            spendable=wallet.purpose == "spend",
            worth=f"{plain_decimal(wallet.cash_value)} {programme.currency}" if wallet.cash_value else "",
            expiry=expiry_words(wallet.expiry),
            notes=tuple(_notes(wallet)),
        )
        for wallet in programme.wallets
    ]


def _notes(wallet: Wallet) -> list[str]:
    notes = [] if wallet.pending is None else [pending_words(wallet.pending)]
    notes += _spending_words(wallet.spending)
    return notes if wallet.visible else [*notes, _("Members do not see it.")]


def _spending_words(spending: Spending) -> list[str]:
    """What a redemption may be; what differs by tier stands at the tiers."""
    minimum, step = (plain_decimal(points or Decimal(0)) for points in (spending.minimum, spending.step))
    notes = []
    if spending.minimum and spending.step:
        words = _("At least %(minimum)s are redeemed at once, in steps of %(step)s.")
        notes.append(words % {"minimum": minimum, "step": step})
    elif spending.minimum:
        notes.append(_("At least %(minimum)s are redeemed at once.") % {"minimum": minimum})
    elif spending.step:
        notes.append(_("They are redeemed in steps of %(step)s.") % {"step": step})
    if spending.order_share is not None:
        share = share_words(spending.order_share)
        notes.append(_("They pay at most %(share)s of an order.") % {"share": share})
    return notes


def metric_lines(programme: Programme, vocabulary: Vocabulary) -> list[MetricLine]:
    """All metrics of the document."""
    return [
        MetricLine(
            id=metric.id,
            name=in_language(metric.name),
            measure=measure_words(metric),
            window=window_words(metric.window),
            condition=read_condition(metric.when, vocabulary) if metric.when else Condition((), ()),
        )
        for metric in programme.metrics
    ]
