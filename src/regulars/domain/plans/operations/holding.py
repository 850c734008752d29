"""A subscription held still while it is changed: first its member, then its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regulars.domain.ledger.operations import lock_members
from regulars.domain.members.queries import member_views
from regulars.domain.members.types import MemberState
from regulars.domain.plans.models import Period, Subscription
from regulars.domain.plans.queries.reading import today_of
from regulars.domain.plans.queries.subscriptions import present_period
from regulars.domain.plans.types.subscriptions import PeriodState
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme


@dataclass
class Held:
    """A subscription under lock. `member` is who its member is by now; `is_active` whether they take part."""

    programme: LiveProgramme
    row: Subscription
    member: int
    is_active: bool
    today: date

    def present(self) -> Period:
        """The period it is in; it must have begun."""
        period = present_period(self.row)
        if period is None:
            raise RuntimeError(f"subscription {self.row.pk} has no period {self.row.period_number}")
        return period

    def following(self) -> Period | None:
        """The period after it, when that was asked to be paid already."""
        rows = self.row.periods.exclude(state=PeriodState.VOID.value).select_related("plan")
        return rows.filter(number=self.row.period_number + 1).first()


def hold(programme_id: int, number: int) -> Held:
    """Lock a subscription's member and its row. To be run in a transaction."""
    owner = Subscription.objects.values_list("member_id", flat=True).get(programme_id=programme_id, pk=number)
    view = member_views(programme_id, [owner])[0]
    member = view.merged_into or view.id
    lock_members(programme_id, [member])
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("plan", "next_plan")
    active = [one for one in member_views(programme_id, [member]) if one.state is MemberState.ACTIVE]
    return Held(live_programme(programme_id), rows.get(pk=number), member, bool(active), today_of(programme_id))
