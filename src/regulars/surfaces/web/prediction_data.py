"""Cards and scores as programs read them: codes, dates and plain numbers, with reasons in words beside."""

from __future__ import annotations

from typing import Any

from regulars.domain.predictions.policy.keeping import as_data
from regulars.domain.predictions.types import Card, MemberScores, Risk
from regulars.engine.time import date_of
from regulars.surfaces.web.prediction_words import definition, model_name, reason_words, refusal


def card_data(card: Card) -> dict[str, Any]:
    """Everything on a card; days as dates."""
    data = as_data(card)
    dated = {
        "as_of": date_of(card.as_of_day).isoformat(),
        "tested_on": date_of(card.test_day).isoformat() if card.test_day else None,
        "name": model_name(card.model),
        "definition": definition(card.model),
        "refusal_text": refusal(card),
        "happened": [{**one, "day": date_of(one["day"]).isoformat()} for one in data["happened"]],
    }
    left_out = ("as_of_day", "test_day", "happened")
    return {**{key: value for key, value in data.items() if key not in left_out}, **dated}


def scores_data(scores: MemberScores) -> dict[str, Any]:
    """Everything that is predicted of a member; money in minor units."""
    due = scores.due
    return {
        "member": scores.member,
        "predicted": True,
        "as_of": date_of(scores.as_of_day).isoformat(),
        "risks": [_risk(one, scores.facts) for one in scores.risks],
        "values": [
            {"horizon_days": one.horizon_days, "amount_minor": one.amount, "low_minor": one.low, "high_minor": one.high}
            for one in scores.worths
        ],
        "next_purchase": None
        if due is None
        else {
            name: date_of(day).isoformat()
            for name, day in (("on", due.day), ("earliest", due.first_day), ("latest", due.last_day))
        },
        "next": {
            model.value: [{"item": one.item, "category": one.name or None, "score": one.score} for one in picks]
            for model, picks in scores.picks.items()
        },
    }


def _risk(risk: Risk, facts: dict[str, float]) -> dict[str, Any]:
    return {
        "horizon_days": risk.horizon_days,
        "probability": risk.probability,
        "low": risk.low,
        "high": risk.high,
        "level": risk.level.value,
        "reasons": [
            {
                "about": one.group.value,
                "raises": one.raises,
                "share": round(one.share, 3),
                "text": reason_words(one, facts),
            }
            for one in risk.reasons
        ],
    }
