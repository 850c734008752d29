"""Taking benefits from a choice, and swapping them while that may be done."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.domain.benefits.models import Entitlement
from regulars.domain.benefits.operations.locking import hold
from regulars.domain.benefits.operations.telling import send_granted
from regulars.domain.benefits.policy import check_picks, choice_named
from regulars.domain.benefits.queries.choices import choice_view
from regulars.domain.benefits.queries.facts import facts_of
from regulars.domain.benefits.types import ChoiceView, Origin
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.programme.benefits import Choice
from regulars.engine.time import date_of, day_number
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us


def choose_benefits(programme_id: int, member_id: int, choice: str, benefits: Sequence[str], actor: str) -> ChoiceView:
    """Take exactly these benefits of a choice in the present period; what was taken and is not among them is swapped.

    The same again changes nothing. Raises ChoiceMissing, NotInChoice, PicksTooMany, PickFixed, MemberMissing and
    MemberClosed.
    """
    return in_transaction(lambda: _choose(live_programme(programme_id), member_id, choice, benefits, actor))


def _choose(programme: LiveProgramme, member_id: int, identity: str, benefits: Sequence[str], actor: str) -> ChoiceView:
    choice = choice_named(programme.document, identity)
    hold(programme.id, member_id)
    instant = now_us()
    today = date_of(programme.compiled.zone.day_of(instant))
    facts = facts_of(programme, member_id, today)
    before = choice_view(programme, choice, facts, today)
    anew, given_up = check_picks(choice, benefits, before.picks, before.may_pick, today)
    swapped = [pick.granted.id for pick in given_up]
    Entitlement.objects.filter(id__in=swapped).update(withdrawn_at=instant, withdrawn_by=actor, withdrawn_why="swapped")
    for benefit in anew:
        send_granted(_pick(programme, choice, benefit, before, (member_id, instant, actor)))
    if anew or given_up:
        params = {"choice": choice.id, "taken": anew, "given_up": [pick.granted.benefit for pick in given_up]}
        audit.record(actor, "benefits_chosen", f"member {member_id}", params)
    return choice_view(programme, choice, facts, today)


def _pick(
    programme: LiveProgramme, choice: Choice, benefit: str, view: ChoiceView, deed: tuple[int, int, str]
) -> Entitlement:
    """Write that a member took a benefit until the end of the period."""
    member_id, instant, actor = deed
    midnights = programme.compiled.zone.midnights
    earlier = Entitlement.objects.filter(
        programme_id=programme.id, member_id=member_id, choice=choice.id, period_on=view.starts_on
    )
    number = earlier.count() + 1
    return Entitlement.objects.create(
        programme_id=programme.id,
        member_id=member_id,
        benefit=benefit,
        origin=Origin.CHOICE,
        key=f"choice:{choice.id}:{view.starts_on}:{member_id}:{number}",
        quota=choice.quota,
        granted_at=instant,
        valid_from=instant,
        valid_until=int(midnights[day_number(view.ends_on)]),
        actor=actor,
        choice=choice.id,
        period_on=view.starts_on,
        version_id=programme.version_id,
    )
