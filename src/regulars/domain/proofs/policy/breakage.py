"""How much of what was issued expires: rates by age, and from them what is to be expected of what is left.

Points of a cohort either expire or are used, and until then they are outstanding. Over all cohorts that have
lived through an age, what expired (or was used) during it over what was outstanding at its beginning is the rate
of that age; rates chained give the share that expires in the end (the cumulative incidence with competing risks
of Aalen and Johansen, 1978). Nothing is assumed of ages that no cohort has lived through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from regulars.domain.proofs.types import AgeRate

_PLACES = 6


@dataclass(frozen=True)
class Course:
    """What became of a cohort: points that came in, and that expired or were used in the month of each age."""

    came_in: int
    expired: Mapping[int, int]
    used: Mapping[int, int]


def age_rates(courses: Mapping[int, Course], this_month: int) -> tuple[AgeRate, ...]:
    """The rates of all ages that a cohort has lived through; cohorts and the present month as numbers of months."""
    rates: list[AgeRate] = []
    left, gone = Fraction(1), Fraction(0)
    for age in range(max((this_month - month for month in courses), default=0)):
        lived = [course for month, course in courses.items() if month + age < this_month]
        at_risk = sum(_outstanding(course, age) for course in lived)
        expired = sum(course.expired.get(age, 0) for course in lived)
        used = sum(course.used.get(age, 0) for course in lived)
        expiring, using = _share(expired, at_risk), _share(used, at_risk)
        gone += left * expiring
        left *= max(1 - expiring - using, Fraction(0))
        rates.append(AgeRate(age, len(lived), at_risk, expired, used, rounded(gone)))
    return tuple(rates)


def expected_share(rates: tuple[AgeRate, ...], age: int) -> Fraction | None:
    """The share of what is outstanding at the beginning of an age that is to expire; None where no rate is known."""
    if age >= len(rates):
        return None
    left, gone = Fraction(1), Fraction(0)
    for rate in rates[age:]:
        expiring, using = _share(rate.expired, rate.at_risk), _share(rate.used, rate.at_risk)
        gone += left * expiring
        left *= max(1 - expiring - using, Fraction(0))
    return gone


def ultimate_share(course: Course, outstanding: int, future: Fraction | None) -> Decimal | None:
    """The share of a cohort that has expired or is to expire; None while nothing can be said of what is left."""
    if course.came_in <= 0 or (outstanding and future is None):
        return None
    expiring = sum(course.expired.values()) + outstanding * (future or Fraction(0))
    return rounded(Fraction(expiring) / course.came_in)


def rounded(share: Fraction) -> Decimal:
    """A share as a decimal."""
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return exact.quantize(Decimal(1).scaleb(-_PLACES), ROUND_HALF_EVEN)


def _outstanding(course: Course, age: int) -> int:
    """What was left of a cohort at the beginning of an age."""
    gone = sum(points for at, points in (*course.expired.items(), *course.used.items()) if at < age)
    return course.came_in - gone


def _share(part: int, whole: int) -> Fraction:
    return min(max(Fraction(part, whole), Fraction(0)), Fraction(1)) if whole > 0 else Fraction(0)
