"""Predictions as pages show them: a line for each model, members with their risk, and a member's panel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from regulars.domain.predictions.types import Card, MemberScores, Model, Risk, Run
from regulars.engine.time import date_of
from regulars.surfaces.web import prediction_words as words
from regulars.surfaces.web.formatting import money
from regulars.surfaces.web.prediction_tables import RISKS, deciding_words
from regulars.surfaces.web.tables import Cell


@dataclass(frozen=True)
class CardLine:
    """A model: what it is called and says, how it is done, what it reached, or why it refuses."""

    model: str
    name: str
    definition: str
    method: str
    baseline: str
    deciding: str
    refusal: str
    scored: int
    is_risk: bool


def card_line(card: Card, currency: str) -> CardLine:
    """A model in a line."""
    return CardLine(
        model=card.model.value,
        name=words.model_name(card.model),
        definition=words.definition(card.model),
        method=words.method_name(card.method if card.ready else None),
        baseline=words.method_name(card.baseline),
        deciding=deciding_words(card, currency),
        refusal=words.refusal(card),
        scored=card.scored,
        is_risk=card.model in RISKS and card.ready,
    )


@dataclass(frozen=True)
class RiskLine:
    """A member with a risk: the probability with its interval, the level, and reasons in words."""

    member: int
    label: str
    probability: str
    interval: str
    percent: float
    level: str
    tone: str
    reasons: tuple[tuple[bool, str], ...]
    horizon: int


def risk_line(scores: MemberScores, card: Card, names: dict[int, str]) -> RiskLine:
    """A member in a list."""
    return _line(scores, _risk_of(scores, card), names.get(scores.member, f"#{scores.member}"))


def _line(scores: MemberScores, risk: Risk, label: str) -> RiskLine:
    return RiskLine(
        member=scores.member,
        label=label,
        probability=f"{risk.probability:.1%}",
        interval=f"{risk.low:.1%} – {risk.high:.1%}",
        percent=round(risk.probability * 100, 1),
        level=words.level_name(risk.level),
        tone=words.LEVELS[risk.level][2],
        reasons=tuple((one.raises, words.reason_words(one, scores.facts)) for one in risk.reasons),
        horizon=risk.horizon_days,
    )


def _risk_of(scores: MemberScores, card: Card) -> Risk:
    return next(one for one in scores.risks if one.horizon_days == card.horizon_days)


def risk_titles() -> tuple[str, ...]:
    """The headings of a file of members."""
    return (
        _("Member"),
        _("As of"),
        _("Horizon in days"),
        _("Probability"),
        _("Low, 90 %"),
        _("High, 90 %"),
        _("Level"),
        _("Reasons"),
        _("How good it is"),
    )


def risk_file_row(scores: MemberScores, card: Card, currency: str) -> tuple[Cell, ...]:
    """A member in a file, with what the model reached in its back-test."""
    risk = _risk_of(scores, card)
    told = "; ".join(words.reason_words(one, scores.facts) for one in risk.reasons)
    as_of = date_of(scores.as_of_day).isoformat()
    return (
        scores.member,
        as_of,
        risk.horizon_days,
        risk.probability,
        risk.low,
        risk.high,
        words.level_name(risk.level),
        told,
        deciding_words(card, currency),
    )


@dataclass(frozen=True)
class Amount:
    """What a member will spend, with its interval."""

    horizon: int
    amount: str
    interval: str


@dataclass(frozen=True)
class PickLine:
    """Items that are likely next, of one kind."""

    name: str
    model: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MemberPanel:
    """Everything that is predicted of a member; `quality` says what each model reached in its back-test."""

    risks: tuple[RiskLine, ...]
    amounts: tuple[Amount, ...]
    due: tuple[date, date, date] | None
    picks: tuple[PickLine, ...]
    quality: tuple[tuple[str, str, str], ...]


def member_panel(scores: MemberScores | None, run: Run, currency: str) -> MemberPanel | None:
    """The panel of a member's page; None where nothing is predicted of the member."""
    if scores is None:
        return None
    due = scores.due
    return MemberPanel(
        risks=tuple(_line(scores, one, "") for one in scores.risks),
        amounts=tuple(
            Amount(
                one.horizon_days,
                money(one.amount, currency),
                f"{money(one.low, currency)} – {money(one.high, currency)}",
            )
            for one in scores.worths
        ),
        due=None if due is None else (date_of(due.day), date_of(due.first_day), date_of(due.last_day)),
        picks=tuple(
            PickLine(words.model_name(model), model.value, tuple((one.item, one.name) for one in scores.picks[model]))
            for model in Model
            if scores.picks.get(model)
        ),
        quality=tuple(
            (card.model.value, words.model_name(card.model), deciding_words(card, currency))
            for card in run.cards
            if card.ready
        ),
    )
