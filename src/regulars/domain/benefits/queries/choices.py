"""Choices as a member has them."""

from __future__ import annotations

from datetime import date

from regulars.domain.benefits.models import Entitlement, Use
from regulars.domain.benefits.policy import grant_key, may_pick, period_of, swap_before
from regulars.domain.benefits.queries.facts import facts_of
from regulars.domain.benefits.queries.grants import granted_view
from regulars.domain.benefits.types import ChoiceView, Facts, Granted, Pick
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.programme.benefits import Choice
from regulars.engine.time import date_of, instant_of
from regulars.platform.clock import now_us


def choices_of(programme_id: int, member_id: int) -> list[ChoiceView]:
    """The choices that a member has in the present period, or has taken from; raises MemberMissing."""
    programme = live_programme(programme_id)
    today = date_of(programme.compiled.zone.day_of(now_us()))
    facts = facts_of(programme, member_id, today)
    found = [choice_view(programme, choice, facts, today) for choice in programme.document.choices]
    return [one for one in found if one.may_pick or one.picks]


def choice_view(programme: LiveProgramme, choice: Choice, facts: Facts, today: date) -> ChoiceView:
    """One choice with what the member took in the period of a day."""
    starts_on, ends_on = period_of(choice, today)
    rows = Entitlement.objects.filter(programme_id=programme.id, choice=choice.id, period_on=starts_on)
    granted = [granted_view(row) for row in rows.filter(member_id__in=facts.people, withdrawn_at=None).order_by("id")]
    picks = tuple(_pick(programme, choice, one, ends_on) for one in granted)
    return ChoiceView(choice.id, may_pick(choice, facts, today), picks, starts_on, ends_on)


def _pick(programme: LiveProgramme, choice: Choice, granted: Granted, ends_on: date) -> Pick:
    used = Use.objects.filter(programme_id=programme.id, key=grant_key(granted.id), returned_at=None).count()
    picked_on = date_of(programme.compiled.zone.day_of(instant_of(granted.granted_at)))
    last = swap_before(choice, picked_on, ends_on)
    return Pick(granted, used, last if choice.swap_days else None)
