"""The charts of a study: flows between tiers, curves over time, how members are spread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from regulars.domain.replay.types import WalletMonth
from regulars.domain.studies.queries import compiled
from regulars.domain.studies.types import Answer, Distribution, Measure, PartView, StudyView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme, Wallet
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.console.study_words import baseline_name, names_of
from regulars.surfaces.web.charts import Chart, Flow, Series, Stop
from regulars.surfaces.web.formatting import month, number


@dataclass(frozen=True)
class Group:
    """Charts under a title."""

    id: str
    title: str
    charts: tuple[Chart, ...]


def tier_flow(study: StudyView, answer: Answer, part: PartView) -> Flow:
    """From the tier under the baseline to the tier under a draft, highest first."""
    before, after = (list(reversed(_stops(one))) for one in (study.parts[0], part))
    counts = {(old, new): members for old, new, members in answer.comparison(part.place).flow}
    return Flow(
        id=f"flow-{part.place}",
        caption=_("From the tier under %(baseline)s to the tier under %(draft)s")
        % {"baseline": baseline_name(study), "draft": part.name},
        label_title=_("From, to"),
        before=tuple(stop for _tier, stop in before),
        after=tuple(stop for _tier, stop in after),
        counts=tuple(tuple(counts.get((old, new), 0) for new, _stop in after) for old, _stop in before),
    )


def tier_curves(study: StudyView, answer: Answer) -> Group:
    """Members on each tier but the first, month by month."""
    document = compiled(study.parts[0].text).document
    shared = [tier for tier in document.ladder.tiers[1:] if all(_has_tier(part, tier.id) for part in study.drafts)]
    charts = tuple(
        _curve(
            f"tier-{tier.id}",
            _("Members on %(tier)s") % {"tier": in_language(tier.name)},
            study,
            {
                part.key: [
                    (one.month, one.members) for one in answer.results(part.place).tier_months if one.tier == tier.id
                ]
                for part in study.parts
            },
        )
        for tier in shared
    )
    return Group("curves-tiers", _("Tiers over time"), charts)


def wallet_curves(study: StudyView, answer: Answer) -> list[Group]:
    """What each wallet did month by month."""
    document = compiled(study.parts[0].text).document
    groups = [
        Group(f"curves-{wallet.id}", in_language(wallet.name), _wallet_charts(study, answer, document, wallet))
        for wallet in document.wallets
    ]
    return [group for group in groups if group.charts]


def spread_charts(study: StudyView, answer: Answer) -> tuple[Chart, ...]:
    """How many members have how much."""
    document = compiled(study.parts[0].text).document
    return tuple(_spread(study, document, one) for one in answer.distributions)


def _stops(part: PartView) -> list[tuple[str, Stop]]:
    badges = tier_badges(compiled(part.text).document)
    return [(tier, Stop(badge.name, badge.colour)) for tier, badge in badges.items()]


def _has_tier(part: PartView, tier: str) -> bool:
    return tier in compiled(part.text).tier_ids


def _wallet_charts(study: StudyView, answer: Answer, document: Programme, wallet: Wallet) -> tuple[Chart, ...]:
    points = 10**wallet.decimals
    cash = 10 ** CURRENCY_DECIMALS[document.currency]
    currency = {"currency": document.currency}
    measures: tuple[tuple[str, str, Callable[[WalletMonth], int], int], ...] = (
        ("issued", _("Issued in the month"), lambda one: one.issued, points),
        ("redeemed", _("Redeemed in the month"), lambda one: one.redeemed, points),
        ("expired", _("Expired in the month"), lambda one: one.expired, points),
        ("outstanding", _("Outstanding at the end of the month"), lambda one: one.outstanding, points),
        ("cost", _("Cost in the month, %(currency)s") % currency, lambda one: one.cost_minor or 0, cash),
        ("liability", _("Liability at the end, %(currency)s") % currency, lambda one: one.liability_minor or 0, cash),
    )
    charts = []
    for name, title, read, unit in measures:
        values = {
            part.key: [
                (one.month, read(one) // unit)
                for one in answer.results(part.place).wallet_months
                if one.wallet == wallet.id
            ]
            for part in study.parts
        }
        if any(value for own in values.values() for _month, value in own):
            charts.append(_curve(f"{wallet.id}-{name}", title, study, values))
    return tuple(charts)


def _curve(name: str, title: str, study: StudyView, values: dict[str, list[tuple[str, int]]]) -> Chart:
    """A line for each programme; months in which one has nothing count as none."""
    names = names_of(study)
    months = sorted({text for own in values.values() for text, _value in own})
    series = []
    for key, own in values.items():
        known = dict(own)
        series.append(Series(names[key], tuple(known.get(text, 0) for text in months)))
    labels = tuple(month(date(int(text[:4]), int(text[5:]), 1)) for text in months)
    return Chart(f"chart-{name}", title, "line", _("Month"), labels, tuple(series))


def _spread(study: StudyView, document: Programme, told: Distribution) -> Chart:
    names = names_of(study)
    unit, title = _told(document, told)
    alone = told.measure is Measure.SPEND
    series = tuple(Series(_("Members") if alone else names[key], counts) for key, counts in told.counts)
    name = f"chart-spread-{told.measure.value}{'-' + told.wallet if told.wallet else ''}"
    return Chart(name, title, "bar", _("From"), _steps(told.bounds, unit), series)


def _told(document: Programme, told: Distribution) -> tuple[int, str]:
    """How many smallest units make one that people count, and the title."""
    wallet = next((one for one in document.wallets if one.id == told.wallet), None)
    name = {"wallet": in_language(wallet.name) if wallet else "", "currency": document.currency}
    titles = {
        Measure.ISSUED: _("%(wallet)s issued, by member") % name,
        Measure.OUTSTANDING: _("%(wallet)s outstanding at the end, by member") % name,
        Measure.WORTH: _("Worth of points issued, by member, %(currency)s") % name,
        Measure.SPEND: _("Spent on purchases, by member, %(currency)s") % name,
    }
    unit = 10 ** (wallet.decimals if wallet else CURRENCY_DECIMALS[document.currency])
    return unit, titles[told.measure]


def _steps(bounds: Sequence[int], unit: int) -> tuple[str, ...]:
    """Where each step begins, as people read it: none, then `>0`, then the number it begins with."""
    return tuple("0" if bound == 0 else ">0" if bound == 1 else f"{number(bound // unit)}+" for bound in bounds)
