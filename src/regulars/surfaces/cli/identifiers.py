"""`regulars identifier`: which identifiers a programme takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.options import with_options
from regulars.surfaces.cli.output import print_table, wrong_usage
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.points import choose_programme, chosen_programme

app = typer.Typer(no_args_is_help=True, help="Which identifiers are taken.")
app.callback()(choose_programme)

Kind = Annotated[str, typer.Argument(help="card, mobile, email, external_id, device, or external_id.NAME.")]


@app.command("list")
def list_rules() -> None:
    """Show how each kind is taken."""
    live = chosen_programme()
    from regulars.domain.members.queries import key_rules

    rows = [
        (rule.label, "yes" if rule.taken else "no", rule.most, rule.shared_by, len(rule.blocked), rule.pattern)
        for rule in key_rules(live.id).rules
    ]
    print_table(("identifier", "taken", "most", "shared by", "blocked", "form"), rows)


@dataclass(frozen=True)
class Change:
    """How a kind is to be taken from now on; what is not said stays as it is."""

    kind: Kind
    by: Person
    taken: Annotated[bool | None, typer.Option("--take/--leave-out", help="Whether they are taken.")] = None
    most: Annotated[int | None, typer.Option("--most", help="For one member.")] = None
    shared_by: Annotated[int | None, typer.Option("--shared-by", help="Members who may use one.")] = None
    pattern: Annotated[str | None, typer.Option("--pattern", help="Form of a card: a regular expression.")] = None
    block: Annotated[str, typer.Option("--block", help="Values of nobody, added; commas between, * is anything.")] = ""


@app.command("set")
@with_options(Change)
def set_rule(asked: Change) -> None:
    """Change how a kind is taken, or declare external_id.NAME. What is not said stays as it is."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.members.operations import set_key_rule
    from regulars.domain.members.queries import key_rules
    from regulars.domain.members.types import IdentifierKind, KeyRule

    which, _, name = asked.kind.partition(".")
    if which not in set(IdentifierKind):
        wrong_usage(f"there is no kind {which}")
    known = key_rules(live.id).of(IdentifierKind(which), name) or KeyRule(IdentifierKind(which), name)
    changed = known._replace(
        taken=known.taken if asked.taken is None else asked.taken,
        most=known.most if asked.most is None else asked.most,
        shared_by=known.shared_by if asked.shared_by is None else asked.shared_by,
        pattern=known.pattern if asked.pattern is None else asked.pattern,
        blocked=(*known.blocked, *(asked.block.split(",") if asked.block else ())),
    )
    kept = set_key_rule(live.id, changed, person(asked.by, Permission.MANAGE_IDENTIFIERS))
    print(f"{kept.label}: {'taken' if kept.taken else 'left out'}, at most {kept.most}, shared by {kept.shared_by}")


@app.command()
def detach(who: Who, kind: Kind, value: str, by: Person) -> None:
    """Take an identifier from a member; what came by it before stays theirs."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.members.operations import detach_identifier
    from regulars.domain.members.types import IdentifierKind

    which, _, name = kind.partition(".")
    if which not in set(IdentifierKind):
        wrong_usage(f"there is no kind {which}")
    member = named_member(live.id, who).id
    detach_identifier(live.id, member, (IdentifierKind(which), name, value), person(by, Permission.MANAGE_IDENTIFIERS))
    print(f"member {member} is not known by it any more")
