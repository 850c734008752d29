"""The demo's users: one for each role that signs in, with passwords made up on the spot."""

from __future__ import annotations

import secrets

from regulars.domain.access.errors import UserExists
from regulars.domain.access.operations import create_user
from regulars.domain.access.types import NewUser

ROLES = ("admin", "operator", "analyst")


def create_people() -> dict[str, str]:
    """Create the users that do not exist yet; their passwords by name. Nobody can read them again later."""
    passwords = {}
    for role in ROLES:
        password = secrets.token_urlsafe(9)
        try:
            create_user(NewUser(f"demo-{role}", password, role, name=f"Demo {role}"))
        except UserExists:
            continue
        passwords[f"demo-{role}"] = password
    return passwords
