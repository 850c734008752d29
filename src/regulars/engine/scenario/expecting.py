"""What an expectation may speak of: wallets and points of the programme."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regulars.engine.errors import Finding
from regulars.engine.programme.model import Programme
from regulars.engine.scenario.bodies import smallest_units
from regulars.engine.scenario.expectations import Expectation
from regulars.engine.scenario.unfit import Unfit


def expectation_problems(expect: Expectation, programme: Programme) -> list[Finding]:
    """Wallets that the programme does not have, and points it cannot keep."""
    findings = []
    for place, wallet, points in _numbers(expect):
        try:
            smallest_units(points, wallet, programme)
        except Unfit as problem:
            findings.append(problem.at(f"expect.{place}"))
    return findings


def _numbers(expect: Expectation) -> Iterator[tuple[str, str, Decimal]]:
    """Where numbers of points stand, their wallet and the numbers."""
    for sums in ("balances", "held", "pending", "owed"):
        for wallet, points in getattr(expect, sums).items():
            yield f"{sums}.{wallet}", wallet, points
    for name in ("lots", "entries", "written"):
        for wallet, listed in getattr(expect, name).items():
            yield f"{name}.{wallet}", wallet, Decimal(0)
            for place, expected in enumerate(listed):
                yield f"{name}.{wallet}.{place}", wallet, expected.points
