"""`regulars benefits`: what members have beside points, and using it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from regulars.surfaces.cli.benefit_health import competitors, health, quarters
from regulars.surfaces.cli.campaigns import app as campaigns
from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import choose_programme, chosen_programme

if TYPE_CHECKING:
    from regulars.domain.benefits.types import Granted, TierBenefit, UseView

app = typer.Typer(no_args_is_help=True, help="Benefits: the library, what members have, grants and uses.")
app.callback()(choose_programme)
app.command()(health)
app.command()(quarters)
app.command()(competitors)
app.add_typer(campaigns, name="campaigns")

ACTOR = "cli"

Benefit = Annotated[str, typer.Argument(help="The benefit's id.")]
Reason = Annotated[str, typer.Option(help="Why; kept with it.")]
Id = Annotated[str, typer.Option("--id", help="The same id twice is done once.")]


@app.command(name="list")
def list_all() -> None:
    """List the benefit library of the programme."""
    live = chosen_programme()
    from regulars.surfaces.web import benefit_words as words

    rows = [
        (
            one.id,
            words.in_language(one.name),
            words.kind_name(one),
            words.class_name(one),
            words.gives_overall(live.document, one),
            one.cost if one.cost is not None else "",
            one.worth if one.worth is not None else "",
        )
        for one in live.document.benefits
    ]
    print_table(("benefit", "name", "kind", "class", "gives", "cost", "worth"), rows)


@app.command()
def tiers() -> None:
    """Compare the tiers: how often each may use which benefit, and what it gives there."""
    live = chosen_programme()
    from regulars.domain.benefits.queries import benefits_by_tier
    from regulars.surfaces.web import benefit_words as words

    ids = [tier.id for tier in live.document.ladder.tiers]
    rows = [
        (words.in_language(one.benefit.name), *(_cell(one, tier, live.document.currency) for tier in ids))
        for one in benefits_by_tier(live.document)
    ]
    print_table(("benefit", *ids), rows)


@app.command()
def show(member: Who) -> None:
    """Show what a member has now, and what is left of it."""
    live = chosen_programme()
    from regulars.domain.benefits.queries import choices_of, member_benefits
    from regulars.surfaces.web import benefit_words as words

    number = named_member(live.id, member).id
    rows = [
        (
            one.benefit.id,
            words.gives(one.benefit, one.terms, live.document.currency),
            words.origin_name(one.origin),
            "" if one.left is None else f"{one.left}/{one.quota}",
            _until(one.valid_until),
            "" if one.holder == number else f"of member {one.holder}",
        )
        for one in member_benefits(live.id, number)
    ]
    print_table(("benefit", "gives", "through", "left", "until", ""), rows)
    for choice in choices_of(live.id, number):
        taken = ", ".join(pick.granted.benefit for pick in choice.picks) or "-"
        print(f"choice {choice.id}: {taken}; {choice.open_picks} of {choice.may_pick} may still be taken")


@app.command()
def use(
    member: Who,
    benefit: Benefit,
    place: Annotated[str, typer.Option(help="Where: CHANNEL, or CHANNEL:STORE.")] = "",
    order: Annotated[str, typer.Option(help="The order it is used with.")] = "",
    use_id: Id = "",
) -> None:
    """Use a benefit once."""
    live = chosen_programme()
    from regulars.domain.benefits.operations import use_benefit
    from regulars.domain.benefits.types import NewUse, Place

    number = named_member(live.id, member).id
    channel, _, store = place.partition(":")
    asked = NewUse(use_id or str(uuid4()), number, benefit, ACTOR, Place(channel, store), order_id=order)
    _tell(use_benefit(live.id, asked))


@app.command(name="return")
def take_back(use_id: Annotated[str, typer.Argument(help="The use's id.")], reason: Reason) -> None:
    """Take a use back: it can be used again."""
    live = chosen_programme()
    from regulars.domain.benefits.operations import return_use

    view = return_use(live.id, use_id, reason, ACTOR)
    print(f"use {view.use_id} of {view.benefit} is taken back")


@app.command()
def grant(
    member: Who,
    benefit: Benefit,
    reason: Reason,
    quota: Annotated[int, typer.Option(help="How many uses.")] = 1,
    grant_id: Id = "",
) -> None:
    """Grant a benefit by hand, for as many days as it says."""
    live = chosen_programme()
    from regulars.domain.benefits.operations import grant_benefit
    from regulars.domain.benefits.types import NewGrant

    number = named_member(live.id, member).id
    asked = NewGrant(grant_id or str(uuid4()), number, benefit, reason, ACTOR, quota)
    _tell_grant(grant_benefit(live.id, asked))


@app.command()
def withdraw(number: Annotated[int, typer.Argument(help="The grant's number.")], reason: Reason) -> None:
    """Withdraw a grant; what was used of it stays used."""
    live = chosen_programme()
    from regulars.domain.benefits.operations import withdraw_benefit

    withdraw_benefit(live.id, number, reason, ACTOR)
    print(f"grant {number} is withdrawn")


@app.command()
def code(number: Annotated[int, typer.Argument(help="The grant's number.")]) -> None:
    """Print the code of a grant, to be handed out: whoever shows it uses the grant. Again, it is the same code."""
    live = chosen_programme()
    from regulars.domain.verifications.operations import code_of_grant

    print(code_of_grant(live.id, number, ACTOR).code)


@app.command()
def withdraw_code(number: Annotated[int, typer.Argument(help="The grant's number.")]) -> None:
    """Take the code of a grant out of use; the grant stays, and can have another."""
    live = chosen_programme()
    from regulars.domain.verifications.operations import withdraw_grant_code

    withdraw_grant_code(live.id, number, ACTOR)
    print(f"the code of grant {number} is withdrawn")


@app.command()
def give(giver: Who, benefit: Benefit, receiver: Who, gift_id: Id = "") -> None:
    """Give one use to another member."""
    live = chosen_programme()
    from regulars.domain.benefits.operations import give_benefit
    from regulars.domain.benefits.types import NewUse

    one, other = (named_member(live.id, who).id for who in (giver, receiver))
    _tell_grant(give_benefit(live.id, NewUse(gift_id or str(uuid4()), one, benefit, ACTOR), other))


@app.command()
def choose(
    member: Who,
    choice: Annotated[str, typer.Argument(help="The choice's id.")],
    benefits: Annotated[list[str], typer.Argument(help="Exactly the benefits to take.")],
) -> None:
    """Take benefits of a choice; what was taken and is not named is given up."""
    live = chosen_programme()
    from regulars.domain.benefits.operations import choose_benefits

    view = choose_benefits(live.id, named_member(live.id, member).id, choice, benefits, ACTOR)
    print(f"choice {view.id}: {', '.join(pick.granted.benefit for pick in view.picks)}, until {view.ends_on}")


@app.command()
def costs(since: datetime, before: datetime) -> None:
    """Say what uses came to in a time (UTC), by benefit."""
    live = chosen_programme()
    from regulars.domain.benefits.queries import cost_of_uses
    from regulars.engine.money import CURRENCY_DECIMALS

    decimals = CURRENCY_DECIMALS[live.document.currency]
    found = cost_of_uses(live.id, since.replace(tzinfo=UTC), before.replace(tzinfo=UTC))
    rows = [(one.benefit, one.uses, one.members, f"{one.cost_minor / 10**decimals:.{decimals}f}") for one in found]
    print_table(("benefit", "uses", "members", f"cost in {live.document.currency}"), rows)


@app.command()
def key() -> None:
    """Print the key under which addresses of custom benefits are told of uses."""
    live = chosen_programme()
    from regulars.domain.benefits.operations import signing_key

    print(signing_key(live.code))


@app.command()
def tell() -> None:
    """Tell members' logs of grants, uses and returns now; the worker does so every minute."""
    live = chosen_programme()
    from regulars.domain.benefits.operations import tell_logs

    print(f"{tell_logs(live.id)} told")


def _cell(one: TierBenefit, tier: str, currency: str) -> str:
    """How a tier has a benefit, in a cell of the comparison; empty when it does not."""
    from regulars.surfaces.web import benefit_words as words

    had = one.by_tier.get(tier)
    if had is None:
        return ""
    often = words.times(had.quota, had.per) if had.origin == "tier" else words.origin_name(had.origin)
    return f"{words.gives(one.benefit, had.terms, currency)} · {often}"


def _until(instant: datetime | None) -> str:
    return "" if instant is None else f"{instant:%Y-%m-%d %H:%M}Z"


def _tell(view: UseView) -> None:
    again = "was used before" if view.repeated else "is used"
    print(f"{view.benefit} {again} by member {view.member_id} (use {view.use_id}, {view.used_at:%Y-%m-%d %H:%M}Z)")


def _tell_grant(view: Granted) -> None:
    print(
        f"grant {view.id}: {view.quota} x {view.benefit} for member {view.member_id}, until {_until(view.valid_until)}"
    )
