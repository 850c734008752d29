"""Wallets and metrics in words."""

from dataclasses import dataclass

from regulars.engine.programme.model import Programme
from regulars.surfaces.console.reading.conditions import Condition, read_condition
from regulars.surfaces.console.reading.spans import expiry_words, measure_words, window_words
from regulars.surfaces.console.reading.vocabulary import Vocabulary, in_language
from regulars.surfaces.web.formatting import plain_decimal


@dataclass(frozen=True)
class WalletLine:
    """One wallet: what it is for, what a point is worth (empty: nothing), when points expire."""

    id: str
    name: str
    spendable: bool
    worth: str
    expiry: str


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
        )
        for wallet in programme.wallets
    ]


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
