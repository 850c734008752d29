"""The figures of a study side by side: one row a figure, the baseline first, then each draft with its change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from regulars.domain.replay.types import Grouping, Results, RuleUse, TierReach, WalletTotals
from regulars.domain.studies.queries import compiled
from regulars.domain.studies.types import Answer, PartView, StudyView
from regulars.engine.programme.model import Programme, Wallet
from regulars.surfaces.console.programme_parts import TierBadge, tier_badges
from regulars.surfaces.console.reading.vocabulary import event_name, in_language
from regulars.surfaces.console.study_words import REASONS, change_share, names_of
from regulars.surfaces.web.formatting import money, number, percent, scaled

_GONE = "#5b6b7b"
"""The colour of a tier that no document at hand knows."""


class Cell(NamedTuple):
    """A figure, and how it differs from the baseline's; both as text."""

    value: str
    change: str = ""


@dataclass(frozen=True)
class Row:
    """One figure under all programmes."""

    name: str
    cells: tuple[Cell, ...]
    tier: TierBadge | None = None


@dataclass(frozen=True)
class Table:
    """Rows under a title."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class GroupRow:
    """Members of a group: how many, who gains how much, who loses how much, who ends higher or lower."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RuleRow:
    """What a rule or goal gave under each programme."""

    name: str
    wallet: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class BudgetRow:
    """A budget in a period, by programme: what was used, and whether that was all of it."""

    budget: str
    period: str
    limit: str
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class RefusedRow:
    """Facts of the history that programmes would not have allowed: how many under each."""

    kind: str
    reason: str
    cells: tuple[str, ...]


def columns_of(study: StudyView) -> list[str]:
    """The programmes, the baseline first."""
    return list(names_of(study).values())


def figure_tables(study: StudyView, answer: Answer) -> list[Table]:
    """Tiers, then each wallet."""
    documents = [compiled(part.text).document for part in study.parts]
    results = [answer.results(part.place) for part in study.parts]
    tables = [Table("tiers", _("Members by tier at the end"), tuple(_tier_rows(documents, results)))]
    tables += _reach_tables(documents, results)
    for wallet in _wallets(documents):
        rows = tuple(_wallet_rows(wallet, documents[0].currency, results))
        tables.append(Table(f"wallet-{wallet.id}", in_language(wallet.name), rows))
    return tables


def budget_rows(study: StudyView, answer: Answer) -> list[BudgetRow]:
    """Budgets by period."""
    documents = [compiled(part.text).document for part in study.parts]
    decimals = max(wallet.decimals for document in documents for wallet in document.wallets)
    results = [answer.results(part.place) for part in study.parts]
    uses = [{(one.budget, one.period): one for one in result.budgets} for result in results]
    rows = []
    for budget, period in sorted({key for own in uses for key in own}):
        found = [own.get((budget, period)) for own in uses]
        limits = [one.limit for one in found if one is not None]
        cells = tuple(("–", False) if one is None else (scaled(one.points, decimals), one.exhausted) for one in found)
        rows.append(BudgetRow(budget, period, scaled(limits[-1], decimals), cells))
    return rows


def rule_rows(study: StudyView, answer: Answer) -> list[RuleRow]:
    """What each rule and goal gave: points, and to how many members."""
    documents = [compiled(part.text).document for part in study.parts]
    uses = [{one.rule: one for one in answer.results(part.place).rules} for part in study.parts]
    wallets = {wallet.id: wallet for wallet in _wallets(documents)}
    names: dict[str, str] = {}
    for document in documents:
        own = {rule.id: in_language(rule.name) for rule in document.rules}
        goals = {f"goal:{goal.id}": in_language(goal.name) for goal in document.goals}
        names = own | goals | names
    rows = []
    for rule in dict.fromkeys(rule for own in uses for rule in own):
        known = next(own[rule] for own in uses if rule in own)
        wallet = wallets[known.wallet]
        values = [own[rule].points if rule in own else None for own in uses]
        cells = [
            Cell(_rule_words(own[rule], wallet) if rule in own else "–", _rule_change(values[0], value, place))
            for place, (own, value) in enumerate(zip(uses, values, strict=True))
        ]
        rows.append(RuleRow(names.get(rule, rule), in_language(wallet.name), tuple(cells)))
    return rows


def _rule_words(use: RuleUse, wallet: Wallet) -> str:
    shown = {"points": scaled(use.points, wallet.decimals), "members": number(use.members)}
    return _("%(points)s to %(members)s") % shown


def _rule_change(first: int | None, value: int | None, place: int) -> str:
    if place == 0 or first is None or value is None or first == value:
        return ""
    return change_share(first, value)


def refused_rows(study: StudyView, answer: Answer) -> list[RefusedRow]:
    """What would not have been allowed, by kind and reason."""
    counts = [
        {(one.kind, one.reason): one.events for one in answer.results(part.place).disallowed} for part in study.parts
    ]
    return [
        RefusedRow(
            event_name(kind),
            str(REASONS.get(reason, reason)),
            tuple(number(own.get((kind, reason), 0)) for own in counts),
        )
        for kind, reason in sorted({key for own in counts for key in own})
    ]


def _tier_rows(documents: Sequence[Programme], results: Sequence[Results]) -> Iterator[Row]:
    for tier, badge in _badges(documents, results).items():
        values = [_at_end(result, tier) for result in results]
        cells = tuple(
            cell if value is None else Cell(f"{cell.value} · {percent(value, result.members)}", cell.change)
            for cell, value, result in zip(_counts(values), values, results, strict=True)
        )
        yield Row(badge.name, cells, badge)


def _at_end(result: Results, tier: str) -> int | None:
    """Members on a tier at the end of the last month; None for a tier that the programme does not have."""
    return next((one.members for one in reversed(result.tier_months) if one.tier == tier), None)


def signed_count(change: int) -> str:
    """A change of a count, with its sign; nothing for none."""
    return "" if not change else ("+" if change > 0 else "") + number(change)


def _reach_tables(documents: Sequence[Programme], results: Sequence[Results]) -> Iterator[Table]:
    """Who rose to each tier but the first, how soon, and who is near it."""
    reach = [{one.tier: one for one in result.reach} for result in results]
    told: tuple[tuple[str, str, Callable[[TierReach], int | None]], ...] = (
        ("reached", _("Members who ever rose to the tier"), lambda one: one.reached),
        ("days", _("Days until then, for half of them"), lambda one: one.median_days),
        ("near", _("Members near the tier at the end"), lambda one: one.near),
    )
    for name, title, read in told:
        rows = tuple(
            Row(badge.name, _counts([None if tier not in own else read(own[tier]) for own in reach]), badge)
            for tier, badge in _badges(documents, results).items()
            if any(tier in own for own in reach)
        )
        if rows:
            yield Table(name, title, rows)


def _counts(values: Sequence[int | None]) -> tuple[Cell, ...]:
    """Counts, the first of which is the baseline's."""
    first = values[0]
    return tuple(
        Cell(
            "–" if value is None else number(value),
            "" if place == 0 or value is None or first is None else signed_count(value - first),
        )
        for place, value in enumerate(values)
    )


def _badges(documents: Sequence[Programme], results: Sequence[Results]) -> dict[str, TierBadge]:
    """The tiers of all programmes, those of the baseline first; by their ids those that only earlier versions had."""
    known: dict[str, TierBadge] = {}
    for document in documents:
        known |= {tier: badge for tier, badge in tier_badges(document).items() if tier not in known}
    gone = (tier for result in results for tier in result.tiers if tier not in known)
    return known | {tier: TierBadge(tier, tier, _GONE) for tier in gone}


def _wallets(documents: Sequence[Programme]) -> list[Wallet]:
    known: dict[str, Wallet] = {}
    for document in documents:
        known |= {wallet.id: wallet for wallet in document.wallets if wallet.id not in known}
    return list(known.values())


def _wallet_rows(wallet: Wallet, currency: str, results: Sequence[Results]) -> Iterator[Row]:
    totals = [next((one for one in result.wallets if one.wallet == wallet.id), None) for result in results]

    def points(value: float) -> str:
        return scaled(int(value), wallet.decimals)

    def cash(value: float) -> str:
        return money(int(value), currency)

    for name, read, show in (
        (_("Issued"), lambda one: one.issued, points),
        (_("Redeemed"), lambda one: one.redeemed, points),
        (_("Expired"), lambda one: one.expired, points),
        (_("Outstanding at the end"), lambda one: one.outstanding, points),
        (_("Cost of what was redeemed"), lambda one: one.cost_minor, cash),
        (_("Liability at the end"), lambda one: one.liability_minor, cash),
        (_("Breakage so far"), lambda one: one.breakage, lambda value: f"{value:.1%}"),
        (_("Concentration (Gini)"), lambda one: one.gini, lambda value: f"{value:.2f}"),
    ):
        row = _row(name, totals, read, show)
        if row is not None:
            yield row


def _row(
    name: str,
    totals: Sequence[WalletTotals | None],
    read: Callable[[WalletTotals], float | None],
    show: Callable[[float], str],
) -> Row | None:
    """A figure of a wallet under all programmes; None where none has it."""
    values = [None if one is None else read(one) for one in totals]
    if not any(values):
        return None
    first = values[0]
    cells = []
    for place, value in enumerate(values):
        same = value is None or first is None or place == 0 or show(value) == show(first)
        cells.append(Cell("–" if value is None else show(value), "" if same else change_share(first or 0, value or 0)))
    return Row(name, tuple(cells))


def group_rows(study: StudyView, answer: Answer, part: PartView) -> list[GroupRow]:
    """Who gains and who loses under a draft, by tier under the baseline and by fifths of what members spent."""
    document = compiled(study.parts[0].text).document
    badges = tier_badges(document)
    order = {tier: place for place, tier in enumerate(answer.baseline.tiers)}
    found = answer.comparison(part.place).groups
    rows = []
    for one in sorted(found, key=lambda group: order.get(group.name, len(order))):
        by_tier = one.grouping is Grouping.TIER
        known = badges.get(one.name)
        fifth = _("Fifth %(number)s by spending, 5 spent most") % {"number": one.name}
        name = (known.name if known else one.name) if by_tier else fifth
        gained, lost = (money(minor, document.currency) for minor in (one.gained_minor, one.lost_minor))
        counts = (number(count) for count in (one.members, one.gaining, one.losing, one.higher, one.lower))
        members, gaining, losing, higher, lower = counts
        rows.append(GroupRow(name, (members, gaining, gained, losing, lost, higher, lower)))
    return rows
