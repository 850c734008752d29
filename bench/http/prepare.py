"""A process that installs the club, enrols members and makes a key; it prints the key."""

from __future__ import annotations

import json
import os

from bench.ingest.door import CLUB

MEMBERS = 20_000


def main() -> None:
    """Make an installation ready to be measured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    import django

    django.setup()
    from regulars.domain.access.operations import create_api_key
    from regulars.domain.members.operations import resolve_members
    from regulars.domain.members.types import Identity
    from regulars.domain.programmes.operations import install_programme

    programme = install_programme(CLUB.read_text(encoding="utf-8"), actor="bench")
    for start in range(0, MEMBERS, 1000):
        identities = [Identity(external_id=f"m{number}") for number in range(start, start + 1000)]
        resolve_members(programme.id, identities, [True] * len(identities))
    key = create_api_key(programme.id, "bench", ["events:write"], "bench")
    print(json.dumps({"key": key.text, "programme": programme.id}))


if __name__ == "__main__":
    main()
