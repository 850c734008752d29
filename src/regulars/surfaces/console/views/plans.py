"""Paid membership: the plans, and the form of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.plans import operations, queries
from regulars.domain.plans.types.plans import NewPlan, PlanChange, PlanState, PlanView
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.plan_forms import PlanForm
from regulars.surfaces.console.plan_words import EVERY, PLAN_STATES, SUBSCRIPTION_STATES
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.web.formatting import is_chinese, money
from regulars.surfaces.web.messages import text_of


@require_safe
@console_page(Permission.SEE_PLANS)
def plans(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All plans, and how many subscriptions stand in each state."""
    badges = tier_badges(desk.programme.document)
    counted = queries.count_subscriptions(desk.programme.id)
    context = {
        "lines": [
            {
                "plan": one,
                "name": plan_name(one),
                "price": money(one.terms.price_minor, one.currency),
                "every": EVERY[one.terms.every],
                "state": PLAN_STATES[one.state],
                "tier": badges[one.terms.tier].name if one.terms.tier in badges else "",
            }
            for one in queries.list_plans(desk.programme.id)
        ],
        "counts": [(state, SUBSCRIPTION_STATES[state][0], count) for state, count in counted.items() if count],
        "may_manage": desk.may(Permission.MANAGE_PLANS),
        "payable": queries.is_payable(),
    }
    return page(request, desk, "console/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_PLANS)
def add_plan(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Add a plan as a draft."""
    form = PlanForm(desk.programme, data=request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            new = NewPlan(form.cleaned_data["code"], form.terms(), desk.who.username)
            made = operations.add_plan(desk.programme.id, new)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("The plan is a draft. Offer it when it is ready."))
            return HttpResponseRedirect(reverse("console:plan", args=[made.code]))
    return page(request, desk, "console/plan_edit.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_PLANS)
def plan(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """One plan with its terms in a form."""
    view = queries.plan(desk.programme.id, code)
    form = PlanForm(desk.programme, view, request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            change = PlanChange(code, form.terms(), form.cleaned_data["revision"] or 0, desk.who.username)
            operations.update_plan(desk.programme.id, change)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("The plan is saved. Who has it keeps the price they took it at."))
            return HttpResponseRedirect(reverse("console:plans"))
    context = {"form": form, "plan": view, "name": plan_name(view), "state": PLAN_STATES[view.state]}
    return page(request, desk, "console/plan_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@console_page(Permission.MANAGE_PLANS)
def set_plan_state(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Offer a plan, or withdraw it."""
    offered = request.POST.get("state") == PlanState.OFFERED
    state = PlanState.OFFERED if offered else PlanState.WITHDRAWN
    operations.set_plan_state(desk.programme.id, code, state, desk.who.username)
    notify(request, _("The plan is offered.") if offered else _("The plan is sold no longer; who has it goes on."))
    return HttpResponseRedirect(reverse("console:plans"))


def plan_name(view: PlanView) -> str:
    """The plan's name in the reader's language."""
    return view.terms.name.zh if is_chinese() else view.terms.name.en
