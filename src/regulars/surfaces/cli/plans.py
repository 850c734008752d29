"""`regulars plans`: paid membership: plans, subscriptions, payments."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.options import with_options
from regulars.surfaces.cli.output import REFUSED, print_table, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme

if TYPE_CHECKING:
    from regulars.domain.plans.types.plans import Perk

app = typer.Typer(no_args_is_help=True, help="Paid membership: plans, subscriptions, payments.")

Number = Annotated[int, typer.Argument(min=1, help="Number of the subscription.")]
Reason = Annotated[str, typer.Option(help="Why.")]
ACTOR = "cli"


@dataclass
class NewPlanOptions:
    """What `regulars plans add` is told."""

    code: Annotated[str, typer.Option(help="Small letters, digits, hyphens.")]
    name: Annotated[tuple[str, str], typer.Option(help="Name in Chinese and in English.")]
    price: Annotated[str, typer.Option(help="In currency units, as 30.00.")]
    every: Annotated[str, typer.Option(help="month, quarter or year.")] = "month"
    tier: Annotated[str, typer.Option(help="Granted while it runs.")] = ""
    perk: Annotated[list[str] | None, typer.Option(help="A benefit with its uses in a period, as lounge:2.")] = None
    trial_days: Annotated[int, typer.Option(min=0)] = 0
    grace_days: Annotated[int, typer.Option(min=0)] = 7
    leaving: Annotated[str, typer.Option(help="period_end or pro_rata.")] = "period_end"
    programme: Code = ""


@app.command("list")
def list_plans(programme: Code = "") -> None:
    """List plans with how many have each."""
    ready()
    from regulars.domain.plans.queries import list_plans

    rows = [
        (
            one.code,
            one.terms.name.en,
            _money(one.terms.price_minor, one.currency),
            one.terms.every.value,
            one.terms.tier or "-",
            one.state.value,
            one.running,
        )
        for one in list_plans(only_programme(programme).id)
    ]
    print_table(("code", "name", "price", "every", "tier", "state", "running"), rows)


@app.command()
@with_options(NewPlanOptions)
def add(options: NewPlanOptions) -> None:
    """Add a plan as a draft."""
    ready()
    from regulars.domain.plans.operations import add_plan
    from regulars.domain.plans.types.plans import Every, Leaving, NewPlan, Terms, Words

    live = only_programme(options.programme)
    if options.every not in tuple(Every) or options.leaving not in tuple(Leaving):
        wrong_usage("--every is month, quarter or year; --leaving is period_end or pro_rata")
    terms = Terms(
        name=Words(*options.name),
        price_minor=_minor(options.price, live.document.currency),
        every=Every(options.every),
        trial_days=options.trial_days,
        grace_days=options.grace_days,
        tier=options.tier,
        perks=tuple(_perk(one) for one in options.perk or ()),
        leaving=Leaving(options.leaving),
    )
    made = add_plan(live.id, NewPlan(options.code, terms, ACTOR))
    print(f"plan {made.code} is a draft; offer it with: regulars plans offer {made.code}")


@app.command()
def offer(plan: Annotated[str, typer.Argument()], programme: Code = "") -> None:
    """Offer a plan."""
    _set_state(plan, "offered", programme)


@app.command()
def withdraw(plan: Annotated[str, typer.Argument()], programme: Code = "") -> None:
    """Offer a plan no longer; who has it goes on."""
    _set_state(plan, "withdrawn", programme)


@app.command()
def subscriptions(
    state: Annotated[str, typer.Option(help="pending, trial, active, grace, cancelled or ended.")] = "",
    plan: Annotated[str, typer.Option(help="Of this plan only.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    programme: Code = "",
) -> None:
    """List subscriptions, newest first."""
    ready()
    from regulars.domain.plans.queries import list_subscriptions
    from regulars.domain.plans.types.subscriptions import SubscriptionFilter, SubscriptionState
    from regulars.platform.paging import PageRequest

    if state and state not in tuple(SubscriptionState):
        wrong_usage(f"{state} is no state; write one of {', '.join(SubscriptionState)}")
    criteria = SubscriptionFilter(SubscriptionState(state) if state else None, plan)
    page = list_subscriptions(only_programme(programme).id, PageRequest(limit=limit), criteria)
    rows = [
        (
            one.number,
            one.member_id,
            one.plan,
            one.state.value,
            one.started_on or "-",
            one.renews_on or "-",
            _money(one.price_minor, one.currency),
        )
        for one in page.items
    ]
    print_table(("number", "member", "plan", "state", "since", "renews", "price"), rows)


@app.command()
def show(number: Number, programme: Code = "") -> None:
    """Show a subscription with its periods and payments."""
    ready()
    from regulars.domain.plans.queries import subscription

    found = subscription(only_programme(programme).id, number)
    view = found.view
    print(f"subscription {view.number} of member {view.member_id}: {view.plan}, {view.state.value}")
    periods = [
        (one.number, one.plan, one.starts_on, one.ends_on, one.state.value, _money(one.price_minor, view.currency))
        for one in found.periods
    ]
    print_table(("period", "plan", "from", "before", "state", "price"), periods)
    payments = [
        (one.reference, one.purpose.value, one.state.value, _money(one.amount_minor, one.currency), one.error or "-")
        for one in found.payments
    ]
    print_table(("payment", "for", "state", "amount", "error"), payments)


@app.command()
def end(
    number: Number,
    reason: Reason,
    give_back: Annotated[str, typer.Option(help="nothing, unused or all of the period's price.")] = "nothing",
    programme: Code = "",
) -> None:
    """End a subscription through today."""
    ready()
    from regulars.domain.plans.operations import end_subscription
    from regulars.domain.plans.operations.ending import GivenBack
    from regulars.domain.plans.types.subscriptions import Deed

    if give_back not in tuple(GivenBack):
        wrong_usage(f"{give_back} cannot come back; write one of {', '.join(GivenBack)}")
    deed = Deed(ACTOR, reason)
    view = end_subscription(only_programme(programme).id, number, deed, GivenBack(give_back))
    print(f"subscription {number} is {view.state.value}")


@app.command()
def refund(
    reference: Annotated[str, typer.Argument(help="Reference of the payment.")],
    reason: Reason,
    amount: Annotated[str, typer.Option(help="In currency units; default: all that is left.")] = "",
    programme: Code = "",
) -> None:
    """Give money of a payment back."""
    ready()
    from regulars.domain.plans.operations import refund_payment
    from regulars.domain.plans.types.subscriptions import Deed

    live = only_programme(programme)
    given = _minor(amount, live.document.currency) if amount else None
    made = refund_payment(live.id, reference, Deed(ACTOR, reason), given)
    print(f"{_money(made.amount_minor, made.currency)} of {reference} come back: {made.reference}")


@app.command()
def renew(programme: Code = "") -> None:
    """Bring subscriptions up to today now, as the task does every half hour."""
    ready()
    from regulars.domain.plans.operations import renew_due, send_waiting, tell_logs

    programme_id = only_programme(programme).id
    done = renew_due(programme_id)
    sent, failed = send_waiting(programme_id)
    tell_logs(programme_id)
    print(f"{done['subscriptions']} subscriptions, {done['ended']} ended; {sent} payments sent, {failed} not")


@app.command()
def verify(programme: Code = "") -> None:
    """Prove that periods tile the time and money is counted once. Exit code 1 when something is wrong."""
    ready()
    from regulars.domain.plans.checks import verify_plans

    wrong = verify_plans(only_programme(programme).id)
    for one in wrong:
        print(f"DIVERGES {one}")
    if wrong:
        raise SystemExit(REFUSED)
    print("subscriptions and payments are in order")


def _set_state(plan: str, state: str, programme: str) -> None:
    ready()
    from regulars.domain.plans.operations import set_plan_state
    from regulars.domain.plans.types.plans import PlanState

    view = set_plan_state(only_programme(programme).id, plan, PlanState(state), ACTOR)
    print(f"plan {view.code} is {view.state.value}")


def _perk(text: str) -> Perk:
    from regulars.domain.plans.types.plans import Perk

    benefit, _, quota = text.partition(":")
    if not quota.isdecimal():
        wrong_usage(f"{text} is no benefit with its uses; write it as lounge:2")
    return Perk(benefit, int(quota))


def _minor(text: str, currency: str) -> int:
    from regulars.engine.money import CURRENCY_DECIMALS

    try:
        scaled = Decimal(text).scaleb(CURRENCY_DECIMALS[currency])
    except InvalidOperation:
        wrong_usage(f"{text} is not an amount")
    if scaled != scaled.to_integral_value():
        wrong_usage(f"{text} has too many decimals for {currency}")
    return int(scaled)


def _money(amount_minor: int, currency: str) -> str:
    from regulars.engine.money import CURRENCY_DECIMALS
    from regulars.surfaces.web.formatting import plain_points

    return f"{plain_points(amount_minor, CURRENCY_DECIMALS[currency])} {currency}"
