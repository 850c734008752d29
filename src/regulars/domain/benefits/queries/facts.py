"""What the benefits of a member follow from: tier, days, segment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from regulars.domain.benefits.types import Facts, Rise
from regulars.domain.ledger.queries import engine_states, tier_changes
from regulars.domain.ledger.queries.lookups import tiers_of
from regulars.domain.members.queries import member_facts
from regulars.domain.members.types import MemberFacts
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.eligibility import Value, conditions_met, names_in
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.progress import metric_values
from regulars.engine.states import Account
from regulars.engine.time import date_of, day_number, instant_of


def facts_of(programme: LiveProgramme, member_id: int, today: date, benefit: str | None = None) -> Facts:
    """What a member's benefits, or one of them, follow from on a day; raises MemberMissing."""
    known = member_facts(programme.id, member_id)
    tier = tiers_of(programme.id, [member_id])[member_id]
    if tier not in programme.compiled.tier_ids:  # of an earlier version, until the member's next event
        tier = programme.compiled.tier_ids[0]
    zone = programme.compiled.zone
    enrolled_on = date_of(zone.day_of(known.enrolled_at))
    return Facts(
        member_id=member_id,
        tier=tier,
        enrolled_on=enrolled_on,
        birth_month=known.birth_month,
        tiers=_tiers(programme, member_id, tier, enrolled_on) if _prorates(programme, benefit) else (),
        barred=_barred(programme, (member_id, tier), known, today, benefit),
        people=known.people,
    )


def _prorates(programme: LiveProgramme, benefit: str | None) -> bool:
    """Whether what somebody has of a benefit, or of any or a choice, may depend on when they rose."""
    document = programme.document
    own = [one.on_rise for one in document.benefits if benefit in (None, one.id)]
    return "prorated" in [*own, *(one.on_rise for one in document.choices if benefit is None)]


def _tiers(programme: LiveProgramme, member_id: int, tier: str, enrolled_on: date) -> tuple[Rise, ...]:
    """The tiers a member came to stand on, oldest first."""
    zone = programme.compiled.zone
    found = [Rise(enrolled_on, programme.compiled.tier_ids[0])]
    found += [
        Rise(date_of(zone.day_of(instant_of(change.occurred_at))), change.tier)
        for change in tier_changes(programme.id, member_id)
        if change.tier != change.tier_before
    ]
    return (*found, *([Rise(found[-1].on, tier)] if found[-1].tier != tier else []))


def _barred(
    programme: LiveProgramme, stands: tuple[int, str], known: MemberFacts, today: date, benefit: str | None
) -> frozenset[str]:
    """Benefits whose condition about members somebody on a tier does not meet; of one benefit, or of all."""
    asked = {
        one.id: one.members
        for one in programme.document.benefits
        if one.members is not None and benefit in (None, one.id)
    }
    if not asked:
        return frozenset()
    values = _values(programme, stands, known, asked, today)
    return frozenset(asked) - conditions_met(programme.compiled, asked, values)


def _values(
    programme: LiveProgramme, stands: tuple[int, str], known: MemberFacts, asked: Mapping[str, str], today: date
) -> dict[str, Value]:
    """The values of the names that conditions use, of one member on a day."""
    compiled, (member_id, tier) = programme.compiled, stands
    enrolled = compiled.zone.day_of(known.enrolled_at)
    values: dict[str, Value] = {**known.attributes}
    values |= {
        "tier": compiled.tier_ids.index(tier),
        "days_as_member": max(day_number(today) - enrolled, 0),
    }
    measured = [name for name in names_in(compiled, asked.values()) if name.opcode in (Opcode.METRIC, Opcode.BALANCE)]
    if not measured:
        return values
    states = engine_states(programme.id, [member_id])
    if not len(states.members):
        return values | dict.fromkeys((name.id for name in measured), 0)
    metrics = metric_values(compiled, states, day_number(today))[0]
    for name in measured:
        is_metric = name.opcode == Opcode.METRIC
        values[name.id] = int(metrics[name.index] if is_metric else states.accounts[0, name.index, Account.AVAILABLE])
    return values
