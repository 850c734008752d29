"""Who works at the command line: a user of the console, who gives their password, with a role that allows it."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from regulars.domain.access.policy import Permission

Person = Annotated[
    str, typer.Option("--as", metavar="NAME", help="Who does it: a user; the password is asked for, or read.")
]


def person(name: str, permission: Permission) -> str:
    """The name again, when the password is right and the role allows it; Django must be ready."""
    from regulars.domain.access.operations import confirm_person
    from regulars.domain.access.policy import demand

    identity = confirm_person(name, asked_password())
    demand(identity.role, permission)
    return identity.username


def asked_password() -> str:
    """A password typed by a person, or the next line of standard input."""
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
