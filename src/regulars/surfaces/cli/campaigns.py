"""`regulars benefits campaigns`: a benefit for everybody in a segment, once each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from regulars.surfaces.cli.options import with_options
from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import chosen_programme

if TYPE_CHECKING:
    from regulars.domain.campaigns.types import CampaignView

app = typer.Typer(no_args_is_help=True, help="Campaigns: a benefit for everybody in a segment, once each.")

ACTOR = "cli"

Segment = Annotated[str, typer.Argument(help="The segment's code.")]
Benefit = Annotated[str, typer.Argument(help="The benefit's id.")]
Campaign = Annotated[str, typer.Argument(help="The campaign's id.")]
Reason = Annotated[str, typer.Option(help="Why; kept with it.")]
Quota = Annotated[int, typer.Option(help="How many uses each member gets.")]


@app.command(name="list")
def list_all() -> None:
    """List campaigns, newest first."""
    live = chosen_programme()
    from regulars.domain.campaigns.queries import list_campaigns
    from regulars.platform.paging import PageRequest

    rows = [
        (one.code, one.segment, one.benefit, one.state.value, one.size, one.granted, one.left_out)
        for one in list_campaigns(live.id, PageRequest(None, 100)).items
    ]
    print_table(("campaign", "segment", "benefit", "state", "members", "got it", "left out"), rows)


@dataclass(frozen=True)
class StartOptions:
    """What `regulars benefits campaigns start` is told."""

    segment: Segment
    benefit: Benefit
    reason: Reason
    quota: Quota = 1
    until: Annotated[datetime | None, typer.Option(help="Good before (UTC); default: as the benefit says.")] = None
    spare_holders: Annotated[bool, typer.Option(help="Leave out who has uses of it left anyway.")] = False
    campaign_id: Annotated[str, typer.Option("--id", help="The same id twice is one campaign.")] = ""


@app.command()
def preview(segment: Segment, benefit: Benefit, quota: Quota = 1) -> None:
    """Say how many members a campaign would reach, and what it would cost; nothing is granted."""
    live = chosen_programme()
    from regulars.domain.campaigns.queries import estimate
    from regulars.domain.campaigns.types import NewCampaign
    from regulars.surfaces.web.formatting import money

    found = estimate(live.id, NewCampaign("preview", segment, benefit, "", ACTOR, quota))
    currency = live.document.currency
    print(f"{found.size:,} members, among them {', '.join(str(one) for one in found.sample)}")
    if found.most_minor is not None:
        print(f"at most {money(found.most_minor, currency)}")
    if found.likely_minor is not None and found.used_share is not None:
        print(f"likely {money(found.likely_minor, currency)}: {found.used_share:.0%} of earlier grants were used")


@app.command()
@with_options(StartOptions)
def start(options: StartOptions) -> None:
    """Grant a benefit to everybody who is in a segment now, and say what became of it."""
    live = chosen_programme()
    from regulars.domain.campaigns.operations import start_campaign
    from regulars.domain.campaigns.types import NewCampaign

    new = NewCampaign(
        code=options.campaign_id or f"{options.segment[:40]}-{options.benefit}-{uuid4().hex[:8]}",
        segment=options.segment,
        benefit=options.benefit,
        reason=options.reason,
        actor=ACTOR,
        quota=options.quota,
        until=None if options.until is None else options.until.replace(tzinfo=UTC),
        spare=options.spare_holders,
    )
    _tell(_worked(live.id, start_campaign(live.id, new)))


@app.command()
def show(campaign: Campaign) -> None:
    """Show a campaign, with everybody who did not get it and why."""
    live = chosen_programme()
    from regulars.domain.campaigns.queries import find_campaign, list_outcomes
    from regulars.domain.campaigns.types import HOLDING, Fate
    from regulars.platform.paging import LARGEST, PageRequest

    _tell(find_campaign(live.id, campaign))
    without = [fate for fate in Fate if fate not in HOLDING]
    found = list_outcomes(live.id, campaign, PageRequest(None, LARGEST), without)
    if found.items:
        print_table(("member", "why not"), [(one.member_id, one.fate.value) for one in found.items])
    if found.next_cursor is not None:
        print(f"the first {LARGEST}; the console and the API tell of all")


@app.command()
def run(campaign: Campaign) -> None:
    """Grant to who came into the segment since, and go on where it stopped; nobody gets it twice."""
    live = chosen_programme()
    from regulars.domain.campaigns.operations import run_again

    _tell(_worked(live.id, run_again(live.id, campaign, ACTOR)))


@app.command()
def withdraw(campaign: Campaign, reason: Reason) -> None:
    """Withdraw all that a campaign granted; what was used of it stays used."""
    live = chosen_programme()
    from regulars.domain.campaigns.operations import withdraw_campaign

    _tell(_worked(live.id, withdraw_campaign(live.id, campaign, reason, ACTOR)))


def _worked(programme_id: int, view: CampaignView) -> CampaignView:
    """The campaign after its job was done here, unless a worker has it already."""
    from regulars.domain.campaigns.queries import KINDS, find_campaign
    from regulars.platform.jobs import run_due

    run_due(kinds=KINDS)
    return find_campaign(programme_id, view.code)


def _tell(view: CampaignView) -> None:
    fates = ", ".join(f"{count:,} {fate.value}" for fate, count in view.fates.items()) or "nobody yet"
    print(f"{view.code}: {view.state.value}; {view.size:,} members meant; {fates}")
    if view.failed is not None:
        print(f"  stopped: {view.failed['code']}")
