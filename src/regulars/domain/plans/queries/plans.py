"""Plans: all of them, one, and those a member is offered."""

from __future__ import annotations

from django.db.models import Count, Q

from regulars.domain.members.queries import absorbed_members
from regulars.domain.plans.errors import PlanMissing
from regulars.domain.plans.models import Period, Plan
from regulars.domain.plans.queries.reading import plan_view
from regulars.domain.plans.queries.subscriptions import running_row
from regulars.domain.plans.types.plans import PlanOffer, PlanState, PlanView
from regulars.domain.plans.types.subscriptions import PeriodState

MOST_PLANS = 200
_RUNNING = Count("subscriptions", filter=~Q(subscriptions__state="ended"))


def list_plans(programme_id: int, state: PlanState | None = None) -> list[PlanView]:
    """The plans, by position, with how many subscriptions of each have not ended. One statement."""
    rows = Plan.objects.filter(programme_id=programme_id).annotate(running=_RUNNING).order_by("position", "id")
    if state is not None:
        rows = rows.filter(state=state.value)
    return [plan_view(row, row.running) for row in rows[:MOST_PLANS]]


def plan(programme_id: int, code: str) -> PlanView:
    """One plan; raises PlanMissing."""
    row = plan_row(programme_id, code)
    return plan_view(row, row.subscriptions.exclude(state="ended").count())


def plans_for(programme_id: int, member_id: int) -> list[PlanOffer]:
    """What a member may subscribe to or change to, and the plan they have, also when it is offered no longer."""
    running = running_row(programme_id, member_id)
    had_trial = took_trial(programme_id, member_id)
    shown = Q(state=PlanState.OFFERED.value) | Q(id=running.plan_id if running is not None else 0)
    rows = Plan.objects.filter(shown, programme_id=programme_id).order_by("position", "id")[:MOST_PLANS]
    return [
        PlanOffer(
            plan=plan_view(row),
            has_trial=row.trial_days > 0 and not had_trial,
            is_theirs=running is not None and running.plan_id == row.pk,
        )
        for row in rows
    ]


def took_trial(programme_id: int, member_id: int) -> bool:
    """Whether the member ever had a trial in this programme, under any number they had."""
    whose = {"subscription__programme_id": programme_id}
    members = absorbed_members(programme_id, member_id)
    return Period.objects.filter(**whose, subscription__member_id__in=members, state=PeriodState.FREE.value).exists()


def plan_row(programme_id: int, code: str) -> Plan:
    """The row of a plan, for this context only; raises PlanMissing."""
    row = Plan.objects.filter(programme_id=programme_id, code=code[:40]).first()
    if row is None:
        raise PlanMissing(plan=code[:40])
    return row
