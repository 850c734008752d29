"""Choices: how many benefits a member may take in a period, and until when they may swap one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from regulars.domain.benefits.errors import ChoiceMissing, NotInChoice, PickFixed, PicksTooMany
from regulars.domain.benefits.policy.periods import period_around, risen
from regulars.domain.benefits.types import Facts, Pick
from regulars.engine.programme.benefits import Choice
from regulars.engine.programme.model import Programme


def choice_named(programme: Programme, identity: str) -> Choice:
    """The choice with an id; raises ChoiceMissing."""
    found = next((one for one in programme.choices if one.id == identity), None)
    if found is None:
        raise ChoiceMissing(choice=identity[:40], known=", ".join(one.id for one in programme.choices))
    return found


def period_of(choice: Choice, today: date) -> tuple[date, date]:
    """The period of a choice that holds a day: its first day, and the first day after it."""
    starts_on, ends_on = period_around(choice.per, today)
    if starts_on is None or ends_on is None:
        raise ValueError(f"the choice {choice.id} has no period")
    return starts_on, ends_on


def may_pick(choice: Choice, facts: Facts, today: date) -> int:
    """How many benefits a member may take in the period of a day."""
    if choice.on_rise == "full":
        return choice.pick.get(facts.tier, 0)
    allowed = risen(period_of(choice, today), facts.tiers, lambda tier: choice.pick.get(tier, 0))
    return min(allowed, len(choice.benefits))


def swap_before(choice: Choice, picked_on: date, ends_on: date) -> date:
    """The first day on which a benefit taken on a day may be swapped no longer."""
    return min(picked_on + timedelta(days=choice.swap_days), ends_on)


def check_picks(
    choice: Choice, wanted: Sequence[str], picks: Sequence[Pick], allowed: int, today: date
) -> tuple[list[str], list[Pick]]:
    """What is to be taken anew and what is given up, when a member wants exactly these benefits.

    Raises NotInChoice, PicksTooMany when more are wanted than allowed and than were taken, and PickFixed when one
    that is given up was used or may be swapped no longer.
    """
    for benefit in wanted:
        if benefit not in choice.benefits:
            raise NotInChoice(benefit=benefit[:40], known=", ".join(choice.benefits))
    distinct = list(dict.fromkeys(wanted))
    taken = {pick.granted.benefit for pick in picks}
    anew = [benefit for benefit in distinct if benefit not in taken]
    given_up = [pick for pick in picks if pick.granted.benefit not in distinct]
    if anew and len(distinct) > allowed:
        raise PicksTooMany(wanted=len(distinct), allowed=allowed)
    for pick in given_up:
        if pick.used or pick.swap_before is None or today >= pick.swap_before:
            until = pick.swap_before.isoformat() if pick.swap_before and not pick.used else ""
            raise PickFixed(benefit=pick.granted.benefit, until=until)
    return anew, given_up
