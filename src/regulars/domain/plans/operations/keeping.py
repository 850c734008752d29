"""Keeping the plans: adding one, changing its terms, offering and withdrawing it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from regulars.domain.plans.errors import PlanChanged, PlanExists, PlanInUse
from regulars.domain.plans.models import Plan
from regulars.domain.plans.policy.terms import check_terms
from regulars.domain.plans.queries.plans import plan, plan_row
from regulars.domain.plans.queries.reading import terms_of
from regulars.domain.plans.types.plans import NewPlan, PlanChange, PlanState, PlanView, Terms
from regulars.domain.programmes.queries import live_programme
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us

_FIXED = ("tier", "perks", "every", "leaving")
"""What stays as it is while somebody has the plan: they took it for these."""


def add_plan(programme_id: int, new: NewPlan) -> PlanView:
    """Add a plan as a draft, priced in the programme's currency; raises PlanExists and what is wrong with its terms."""
    programme = live_programme(programme_id)
    check_terms(programme.document, new.code, new.terms)
    row = Plan(
        programme_id=programme_id,
        code=new.code,
        currency=programme.document.currency,
        created_at=now_us(),
        **_columns(new.terms),
    )

    def deed() -> None:
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise PlanExists(plan=new.code) from error
        audit.record(new.actor, "plan_added", f"plan {new.code}", {"price_minor": new.terms.price_minor})

    in_transaction(deed)
    return plan(programme_id, new.code)


def update_plan(programme_id: int, change: PlanChange) -> PlanView:
    """Change what is said of a plan; who has it keeps the price they took it at.

    Raises PlanChanged when it is no longer at this revision, PlanInUse when somebody has it and what it gives, its
    period or the way of leaving it would change, and what is wrong with the terms.
    """
    check_terms(live_programme(programme_id).document, change.code, change.terms)

    def deed() -> None:
        row = _locked(programme_id, change.code)
        if row.revision != change.revision:
            raise PlanChanged(plan=change.code)
        before = terms_of(row)
        changed = [name for name in _FIXED if getattr(before, name) != getattr(change.terms, name)]
        if changed and row.subscriptions.exclude(state="ended").exists():
            raise PlanInUse(plan=change.code, fields=", ".join(changed))
        for name, value in _columns(change.terms).items():
            setattr(row, name, value)
        row.revision += 1
        row.save()
        said = {"price_minor_before": before.price_minor, "price_minor": change.terms.price_minor}
        audit.record(change.actor, "plan_updated", f"plan {change.code}", said)

    in_transaction(deed)
    return plan(programme_id, change.code)


def set_plan_state(programme_id: int, code: str, state: PlanState, actor: str) -> PlanView:
    """Offer a plan, withdraw it or take it back to draft; who has it goes on."""

    def deed() -> None:
        row = _locked(programme_id, code)
        row.state = state.value
        row.revision += 1
        row.save(update_fields=["state", "revision"])
        audit.record(actor, "plan_state_set", f"plan {code}", {"state": state.value})

    in_transaction(deed)
    return plan(programme_id, code)


def _locked(programme_id: int, code: str) -> Plan:
    return Plan.objects.select_for_update().get(pk=plan_row(programme_id, code).pk)


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "name_zh": terms.name.zh.strip(),
        "name_en": terms.name.en.strip(),
        "about_zh": terms.about.zh.strip(),
        "about_en": terms.about.en.strip(),
        "price_minor": terms.price_minor,
        "every": terms.every.value,
        "trial_days": terms.trial_days,
        "grace_days": terms.grace_days,
        "tier": terms.tier,
        "perks": [list(perk) for perk in terms.perks],
        "leaving": terms.leaving.value,
        "position": terms.position,
    }
