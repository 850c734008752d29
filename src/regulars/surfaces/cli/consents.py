"""`regulars consent`: what members allow."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.points import choose_programme, chosen_programme

app = typer.Typer(no_args_is_help=True, help="What members allow.")
app.callback()(choose_programme)

Purpose = Annotated[str, typer.Argument(help="marketing, profiling, partners, research, or another word.")]
Channel = Annotated[str, typer.Argument(help="email, sms, push, wechat, phone, post, or another word.")]
Version = Annotated[str, typer.Option("--text", help="Version of the text that they were shown.")]


@app.command()
def show(
    who: Who,
    history: Annotated[bool, typer.Option("--history", help="All that was ever said, latest first.")] = False,
) -> None:
    """Show what a member allows."""
    live = chosen_programme()
    from regulars.domain.consents.queries import consent_history, consents_of

    member = named_member(live.id, who).id
    found = consent_history(live.id, member) if history else consents_of(live.id, member)
    rows = [
        (one.purpose, one.channel, "given" if one.given else "withdrawn", f"{one.at:%Y-%m-%d %H:%M}", one.source)
        for one in found
    ]
    print_table(("purpose", "channel", "word", "said at (UTC)", "source"), rows)


@app.command()
def give(who: Who, purpose: Purpose, channel: Channel, by: Person, text: Version = "") -> None:
    """Record that a member allows something."""
    _record(who, (purpose, channel, text), by, given=True)


@app.command()
def withdraw(who: Who, purpose: Purpose, channel: Channel, by: Person, text: Version = "") -> None:
    """Record that a member takes it back."""
    _record(who, (purpose, channel, text), by, given=False)


def _record(who: str, said: tuple[str, str, str], by: str, *, given: bool) -> None:
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.consents.operations import record_consents
    from regulars.domain.consents.types import NewConsent

    member, actor = named_member(live.id, who).id, person(by, Permission.MANAGE_CONSENTS)
    purpose, channel, text = said
    told = NewConsent(member, purpose, channel, given=given, source="cli", actor=actor, text_version=text)
    record_consents(live.id, [told])
    print(f"member {member}: {purpose} by {channel} {'given' if given else 'withdrawn'}")
