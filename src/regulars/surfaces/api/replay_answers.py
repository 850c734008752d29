"""Answers of replays in the shapes of the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from regulars.domain.replay.types import (
    Comparison,
    Results,
    Shift,
    Sweep,
    SweepPoint,
    WalletMonth,
    WalletTotals,
)
from regulars.domain.responses.types import FigureRange, Responses
from regulars.domain.studies.queries import compiled
from regulars.domain.studies.types import (
    WHOLE,
    Answer,
    Found,
    MemberShift,
    PartView,
    Portion,
    SegmentPortion,
    StudyView,
)
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.platform.clock import from_us
from regulars.surfaces.api.benefit_answers import money
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.replay_shapes import (
    BenefitOfReplay,
    BudgetOfReplay,
    ComparisonOfReplay,
    DraftResponses,
    FlowOfReplay,
    FoundOfReplay,
    PortionOfReplay,
    ProgrammeOfReplay,
    RangeOfReplay,
    RefusedOfReplay,
    ReplayPart,
    ReplayResults,
    ReplayShape,
    SegmentOfReplay,
    SegmentsOfReplay,
    ShiftOfReplay,
    SweptOfReplay,
    TierMonthOfReplay,
    TierOfReplay,
    ValueOfReplay,
    WalletMonthOfReplay,
    WalletOfPortion,
    WalletOfReplay,
)


def replay_shape(view: StudyView) -> ReplayShape:
    """What was asked, and how far it has come."""
    return ReplayShape(
        id=view.id,
        name=view.name,
        state=view.state.value,
        author=view.author,
        history=view.history_id,
        since=view.since_on,
        until=view.until_on,
        share_percent=view.share * 100 / WHOLE,
        as_logged=view.as_logged,
        programmes=[
            ReplayPart(place=part.place, name=part.name, version=part.number, sha256=part.sha256) for part in view.parts
        ],
        created_at=from_us(view.created_at),
        started_at=None if view.started_at is None else from_us(view.started_at),
        finished_at=None if view.finished_at is None else from_us(view.finished_at),
        events_done=view.done,
        events_total=view.total,
        failure=view.failure,
    )


def results_shape(view: StudyView, answer: Answer) -> ReplayResults:
    """All figures."""
    currency = compiled(view.parts[0].text).document.currency
    return ReplayResults(
        id=view.id,
        as_of=from_us(answer.as_of),
        currency=currency,
        programmes=[_programme(part, answer.results(part.place)) for part in view.parts],
        comparisons=[_comparison(part, answer.comparison(part.place), currency) for part in view.drafts],
        sweep=None if answer.sweep is None else _sweep(answer.sweep, currency),
        found=None if answer.found is None else _found(answer.found, currency),
        responses=[] if answer.responses is None else _responses(view, answer, answer.responses),
    )


def shift_shape(shift: MemberShift, currency: str) -> ShiftOfReplay:
    """A member of a comparison."""
    return ShiftOfReplay(
        member_id=shift.member,
        tier_before=shift.tier_before,
        tier_after=shift.tier_after,
        worth_before=_money(shift.worth_before, currency),
        worth_after=_money(shift.worth_after, currency),
        gain=_money(shift.gain, currency),
    )


def segments_shape(view: StudyView, found: Sequence[SegmentPortion]) -> SegmentsOfReplay:
    """The figures of members of segments."""
    return SegmentsOfReplay(
        id=view.id,
        as_of=found[0].instant,
        currency=compiled(view.parts[0].text).document.currency,
        segments=[
            SegmentOfReplay(
                segment=one.code or None,
                name=one.name,
                size=one.size,
                recorded=one.recorded,
                programmes=[_portion(part, own) for part, own in zip(view.parts, one.portions, strict=True)],
            )
            for one in found
        ],
    )


def _portion(part: PartView, own: Portion) -> PortionOfReplay:
    document, compared = compiled(part.text).document, own.comparison
    currency = document.currency
    return PortionOfReplay(
        place=part.place,
        members=own.members,
        spent=_money(own.spent_minor, currency),
        tiers=dict(own.tiers),
        wallets=[_wallet_of_portion(document, one) for one in own.wallets],
        comparison=None if compared is None else _comparison(part, compared, currency),
        higher=None if compared is None else own.moved[0],
        lower=None if compared is None else own.moved[1],
        winners=[] if compared is None else [_shift(one, currency) for one in compared.winners],
        losers=[] if compared is None else [_shift(one, currency) for one in compared.losers],
    )


def _shift(one: Shift, currency: str) -> ShiftOfReplay:
    gain = one.worth_after - one.worth_before
    told = MemberShift(one.member, one.tier_before, one.tier_after, one.worth_before, one.worth_after, gain)
    return shift_shape(told, currency)


def _wallet_of_portion(document: Programme, totals: WalletTotals) -> WalletOfPortion:
    decimals = next(wallet.decimals for wallet in document.wallets if wallet.id == totals.wallet)
    return WalletOfPortion(
        wallet=totals.wallet,
        issued=points_of(totals.issued, decimals),
        redeemed=points_of(totals.redeemed, decimals),
        expired=points_of(totals.expired, decimals),
        outstanding=points_of(totals.outstanding, decimals),
        cost=_cash(totals.cost_minor, document.currency),
        liability=_cash(totals.liability_minor, document.currency),
    )


def _programme(part: PartView, results: Results) -> ProgrammeOfReplay:
    document = compiled(part.text).document
    finest = max(wallet.decimals for wallet in document.wallets)
    return ProgrammeOfReplay(
        place=part.place,
        name=part.name,
        members=results.members,
        events=results.events,
        versions=list(results.versions),
        tiers=[_tier(results, tier) for tier in results.tiers],
        wallets=[_wallet(document, one, results) for one in results.wallets],
        budgets=[
            BudgetOfReplay(
                budget=one.budget,
                period=one.period,
                points=points_of(one.points, finest),
                limit=points_of(one.limit, finest),
                exhausted=one.exhausted,
            )
            for one in results.budgets
        ],
        refused=[RefusedOfReplay(kind=one.kind, reason=one.reason, events=one.events) for one in results.disallowed],
        benefits=[
            BenefitOfReplay(
                benefit=one.benefit,
                uses=one.uses,
                members=one.members,
                cost=money(one.cost_minor, results.currency),
                not_given=one.refused,
                saved=money(one.refused_minor, results.currency),
            )
            for one in results.benefits
        ],
    )


def _tier(results: Results, tier: str) -> TierOfReplay:
    months = [one for one in results.tier_months if one.tier == tier]
    reach = next((one for one in results.reach if one.tier == tier), None)
    return TierOfReplay(
        tier=tier,
        members=months[-1].members,
        reached=reach.reached if reach else None,
        median_days=reach.median_days if reach else None,
        near=reach.near if reach else None,
        months=[
            TierMonthOfReplay(month=one.month, members=one.members, rose=one.rose, fell=one.fell) for one in months
        ],
    )


def _wallet(document: Programme, totals: WalletTotals, results: Results) -> WalletOfReplay:
    decimals = next(wallet.decimals for wallet in document.wallets if wallet.id == totals.wallet)
    points = {
        name: points_of(getattr(totals, name), decimals) for name in ("issued", "redeemed", "expired", "outstanding")
    }
    return WalletOfReplay(
        wallet=totals.wallet,
        **points,
        cost=_cash(totals.cost_minor, document.currency),
        liability=_cash(totals.liability_minor, document.currency),
        breakage=totals.breakage,
        gini=totals.gini,
        months=[
            _month(one, decimals, document.currency) for one in results.wallet_months if one.wallet == totals.wallet
        ],
    )


def _month(month: WalletMonth, decimals: int, currency: str) -> WalletMonthOfReplay:
    names = ("issued", "given", "redeemed", "expired", "reversed", "outstanding")
    return WalletMonthOfReplay(
        month=month.month,
        **{name: points_of(getattr(month, name), decimals) for name in names},
        cost=_cash(month.cost_minor, currency),
        liability=_cash(month.liability_minor, currency),
    )


def _comparison(part: PartView, comparison: Comparison, currency: str) -> ComparisonOfReplay:
    return ComparisonOfReplay(
        place=part.place,
        gaining=comparison.gaining,
        losing=comparison.losing,
        unchanged=comparison.unchanged,
        gained=_money(comparison.gained_minor, currency),
        lost=_money(comparison.lost_minor, currency),
        flow=[FlowOfReplay(tier_before=old, tier_after=new, members=members) for old, new, members in comparison.flow],
    )


def _sweep(sweep: Sweep, currency: str) -> SweptOfReplay:
    return SweptOfReplay(
        number=sweep.parameter.address,
        along=list(sweep.along),
        values=[_value(point, currency) for point in sweep.points],
    )


def _value(point: SweepPoint, currency: str) -> ValueOfReplay:
    results = point.results
    if results is None:
        refused = [finding.what for finding in point.findings]
        return ValueOfReplay(value=point.value, tiers={}, issued=None, cost=None, liability=None, refused=refused)
    last = results.tier_months[-1].month
    return ValueOfReplay(
        value=point.value,
        tiers={one.tier: one.members for one in results.tier_months if one.month == last},
        issued=_money(sum(one.issued_minor or 0 for one in results.wallets), currency),
        cost=_money(sum(one.cost_minor or 0 for one in results.wallets), currency),
        liability=_money(sum(one.liability_minor or 0 for one in results.wallets), currency),
        refused=[],
    )


def _found(found: Found, currency: str) -> FoundOfReplay:
    goal, places = found.goal, 0 if found.goal.figure == "tier" else CURRENCY_DECIMALS[currency]
    return FoundOfReplay(
        figure=goal.figure,
        tier=goal.tier,
        wanted=goal.wanted.scaleb(-places),
        at_most=goal.at_most,
        value=found.best,
        reached=None if found.reached is None else round(found.reached.scaleb(-places), 4),
    )


def _responses(view: StudyView, answer: Answer, told: Responses) -> list[DraftResponses]:
    found = [(part.place, answer.response(part.place)) for part in view.drafts]
    return [
        DraftResponses(
            place=place,
            runs=told.runs,
            seed=told.seed,
            figures=[_range(figure, told.currency) for figure in one.figures],
        )
        for place, one in found
        if one is not None
    ]


def _range(one: FigureRange, currency: str) -> RangeOfReplay:
    values = (one.baseline, one.unchanged, one.range.low, one.range.middle, one.range.high)
    names = ("baseline", "unchanged", "low", "middle", "high")
    amounts = [Decimal(value) if one.tier else _money(value, currency) for value in values]
    return RangeOfReplay(figure=one.figure.value, tier=one.tier or None, **dict(zip(names, amounts, strict=True)))


def _money(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-CURRENCY_DECIMALS[currency])


def _cash(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else _money(minor, currency)
