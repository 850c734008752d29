"""Everything that is wrong with a programme document and needs more than one field to see."""

from __future__ import annotations

from datetime import date

from regulars.engine.errors import Finding
from regulars.engine.programme.benefit_checks import check_benefit_days, check_benefits
from regulars.engine.programme.benefit_gradient import check_benefit_gradient
from regulars.engine.programme.brand import check_brand
from regulars.engine.programme.choices import check_choices
from regulars.engine.programme.coherence import check_coherence
from regulars.engine.programme.exposure import check_days, check_exposure
from regulars.engine.programme.formulas import check_formulas
from regulars.engine.programme.goals import check_budgets, check_goals
from regulars.engine.programme.gradient import check_gradient
from regulars.engine.programme.magnitude import check_magnitude
from regulars.engine.programme.model import Programme
from regulars.engine.programme.reach import check_reach
from regulars.engine.programme.references import check_references
from regulars.engine.programme.scope import scope_of
from regulars.engine.programme.shadows import check_shadows
from regulars.engine.programme.spending import check_spending
from regulars.engine.programme.standing import check_standing


def find_problems(programme: Programme, today: date | None = None) -> list[Finding]:
    """All findings about a document of the right shape, errors and warnings, in the order of their paths.

    `today` is the local day on which dates are looked at; without one nothing is said of what is over.
    """
    scope = scope_of(programme)
    findings = [
        *check_references(programme),
        *check_coherence(programme),
        *check_spending(programme),
        *check_goals(programme),
        *check_budgets(programme),
        *check_choices(programme, scope),
        *check_gradient(programme, scope),
        *check_formulas(programme, scope),
        *check_standing(programme.ladder, scope),
        *check_magnitude(programme, scope),
        *check_reach(programme, scope),
        *check_shadows(programme, scope),
        *check_exposure(programme, scope),
        *check_brand(programme.brand),
        *check_benefits(programme, scope),
        *check_benefit_gradient(programme),
        *check_days(programme, today),
        *check_benefit_days(programme, today),
    ]
    return in_order(findings)


def in_order(findings: list[Finding]) -> list[Finding]:
    """Findings by path, with the entries of a list in their own order, each once."""
    return sorted(set(findings), key=lambda finding: (_steps(finding.path), finding))


def _steps(path: str) -> list[tuple[int, str]]:
    return [(int(step), "") if step.isdecimal() else (-1, step) for step in path.split(".")]
