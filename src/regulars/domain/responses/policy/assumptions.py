"""Assumptions as a document, what they are where nobody measured, and draws from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

import yaml
from pydantic import ValidationError

from regulars.domain.responses.errors import AssumptionsInvalid
from regulars.domain.responses.policy.chance import strata, triangular
from regulars.domain.responses.policy.estimating import Estimate
from regulars.domain.responses.types import (
    ASSUMED,
    MARGIN,
    Assumption,
    Assumptions,
    ShareAssumption,
    Source,
    Stated,
)
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.loading import shape_finding
from regulars.engine.programme.reading import read_document

_DRAWS = 101  # apart from the chances of baskets


class Drawn(NamedTuple):
    """One value of each assumption. `margin` is None where the operator gave none."""

    pull: float
    reset: float
    elasticity: float
    redemption: float
    margin: float | None


PUBLISHED = Assumptions(
    pull=Assumption(
        low=0,
        likely=0.05,
        high=0.2,
        source=Source(
            kind="published",
            reference="Kivetz, Urminsky & Zheng (2006), Journal of Marketing Research 43(1); "
            "Hartmann & Viard (2008), Quantitative Marketing and Economics 6(2)",
            measured="high: times between purchases were 20 % shorter at the end of a ten-coffee card than at its"
            " beginning; low: frequent customers of a golf course, with two thirds of all purchases, bought practically"
            " the same however near they were. What is likely between them is a judgement.",
        ),
    ),
    reset=ShareAssumption(
        low=0,
        likely=0.03,
        high=0.1,
        source=Source(
            kind="judgement",
            reference="Kivetz, Urminsky & Zheng (2006); Taylor & Neslin (2005), Journal of Retailing 81(4)",
            measured="The first saw customers slow down after a reward, the second saw them buy more after one. How"
            " much it is with tiers was not measured.",
        ),
    ),
    elasticity=Assumption(
        low=0,
        likely=0.5,
        high=1.5,
        source=Source(
            kind="judgement",
            reference="Bijmolt, Van Heerde & Pieters (2005), Journal of Marketing Research 42(2); "
            "Liu (2007), Journal of Marketing 71(4)",
            measured="Prices of single brands have an elasticity of -2.6 on average; points of a whole shop, worth less"
            " and later than a price, move less. In the second, heavy buyers did not change when a programme began,"
            " light and moderate ones bought more. Points themselves were not measured.",
        ),
    ),
    redemption=ShareAssumption(
        low=0.5,
        likely=0.9,
        high=1,
        source=Source(
            kind="judgement", measured="Members who have twice the points may redeem twice as many, or fewer."
        ),
    ),
)
"""What is assumed where an operator's own history says nothing."""


def load_assumptions(text: str) -> Assumptions:
    """The assumptions in a YAML or JSON text; raises AssumptionsInvalid with all that is wrong."""
    try:
        return Assumptions.model_validate(read_document(text))
    except ProgrammeRefused as refused:
        raise AssumptionsInvalid(findings=[asdict(one) for one in refused.findings]) from refused
    except ValidationError as error:
        findings = [
            shape_finding(detail, ".".join(map(str, detail["loc"])), _fields(detail["loc"][:-1]))
            for detail in error.errors(include_url=False)
        ]
        raise AssumptionsInvalid(findings=[asdict(one) for one in findings]) from error


def text_of(assumptions: Assumptions) -> str:
    """Assumptions as a YAML document."""
    content = assumptions.model_dump(mode="json", exclude_none=True)
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    return text


def assumed_from(
    estimates: Sequence[Estimate], measured: Mapping[str, str], within_percent: int, reset_days: int
) -> Assumptions:
    """Estimates where the data tell, what is assumed elsewhere; `measured` says of each what was, or why it was not."""
    found: dict[str, Assumption] = {}
    for one in estimates:
        known: Assumption = getattr(PUBLISHED, one.assumption)
        if one.doubt is None:
            source = Source(kind="estimate", measured=measured[one.assumption])
            values = {end: round(getattr(one, end), 4) for end in ("low", "likely", "high")}
            found[one.assumption] = known.model_copy(update={**values, "source": source})
        else:
            told = f"{known.source.measured} {measured[one.assumption]}"
            found[one.assumption] = known.model_copy(
                update={"source": known.source.model_copy(update={"measured": told})}
            )
    return PUBLISHED.model_copy(update={**found, "within_percent": within_percent, "reset_days": reset_days})


def draws_of(assumptions: Assumptions, seed: int, runs: int) -> list[Drawn]:
    """The values of each run, from triangular distributions.

    Each distribution is cut into as many equally probable parts as there are runs, and each run has another part, in an
    order of its own for each assumption (Latin hypercube; McKay, Beckman, Conover, 1979): few runs then cover what many
    would.
    """
    at = {name: strata(runs, seed, _DRAWS, place) for place, name in enumerate(Drawn._fields)}
    return [_values(assumptions, {name: float(one[run]) for name, one in at.items()}) for run in range(runs)]


def likely(assumptions: Assumptions) -> Drawn:
    """The likely values."""
    margin = assumptions.margin
    return Drawn(
        pull=assumptions.pull.likely,
        reset=assumptions.reset.likely,
        elasticity=assumptions.elasticity.likely,
        redemption=assumptions.redemption.likely,
        margin=None if margin is None else margin.likely,
    )


def varied(assumptions: Assumptions) -> list[str]:
    """The assumptions that are given with a range, in their order."""
    found = {name: getattr(assumptions, name) for name in (*ASSUMED, MARGIN)}
    return [name for name, one in found.items() if one is not None and one.low < one.high]


def _values(assumptions: Assumptions, at: Mapping[str, float]) -> Drawn:
    """The value of each assumption below which so much of its distribution lies."""
    margin = assumptions.margin
    return Drawn(
        pull=_value(assumptions.pull, at["pull"]),
        reset=_value(assumptions.reset, at["reset"]),
        elasticity=_value(assumptions.elasticity, at["elasticity"]),
        redemption=_value(assumptions.redemption, at["redemption"]),
        margin=None if margin is None else _value(margin, at["margin"]),
    )


def _value(one: Assumption, at: float) -> float:
    return triangular(at, one.low, one.likely, one.high)


def _fields(loc: tuple[int | str, ...]) -> list[str]:
    """The fields that stand at a place of the document."""
    models: dict[int, type[Stated]] = {0: Assumptions, 1: Assumption, 2: Source}
    return list(models.get(len(loc), Source).model_fields)
