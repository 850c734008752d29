"""How old what is owed is: the oldest claims are paid first. Pure: the decision, not the look-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from regulars.domain.recoveries.types import Age, Claim
from regulars.engine.outcome import TransactionKind

LAST_DAYS = ((Age.TO_30, 30), (Age.TO_90, 90), (Age.TO_180, 180))
AGES = tuple(Age)


class Change(NamedTuple):
    """What an entry did to what is owed: above zero it grew, below zero it shrank."""

    seq: int
    kind: TransactionKind
    on: date
    points: int


def claims_of(changes: Iterable[Change]) -> tuple[Claim, ...]:
    """The claims of which something is left, oldest first, when all that was paid went to the oldest ones."""
    known = list(changes)
    paid = -sum(change.points for change in known if change.points < 0)
    claims = []
    for change in sorted((one for one in known if one.points > 0), key=lambda one: (one.on, one.seq)):
        left = max(change.points - paid, 0)
        paid -= change.points - left
        if left:
            claims.append(Claim(change.seq, change.kind, change.on, change.points, left))
    return tuple(claims)


def age_of(made_on: date, today: date) -> Age:
    """The age of a claim; one that is dated in the future is new."""
    days = (today - made_on).days
    return next((age for age, last in LAST_DAYS if days <= last), Age.BEYOND)


def by_age(claims: Sequence[Claim], today: date) -> dict[Age, int]:
    """What is left of the claims by age; all ages are there."""
    sums = dict.fromkeys(AGES, 0)
    for claim in claims:
        sums[age_of(claim.made_on, today)] += claim.left
    return sums


def is_as_old(claims: Sequence[Claim], least: Age, today: date) -> bool:
    """Whether something of the claims is at least so old."""
    return any(AGES.index(age_of(claim.made_on, today)) >= AGES.index(least) for claim in claims)
