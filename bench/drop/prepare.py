"""A process that installs the club, enrols members with points, and offers two rewards, one of them scarce."""

from __future__ import annotations

import json
import os
import sys

from bench.ingest.door import CLUB

POINTS = 700
PRICE = 300
DROP, WARM = "drop", "warm"
"""The scarce reward, and one without end to warm up with."""


def main(members: int, pieces: int) -> None:
    """Make an installation ready for a drop, and print its key and its members."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    import django

    django.setup()
    from regulars.domain.access.operations import create_api_key
    from regulars.domain.ledger.operations import apply_batch
    from regulars.domain.ledger.types import NewEvent
    from regulars.domain.members.operations import resolve_members
    from regulars.domain.members.types import Identity
    from regulars.domain.offers.types import ItemKind, ItemState, NewItem, Price, Rules, Terms, Words
    from regulars.domain.programmes.operations import install_programme
    from regulars.domain.rewards.operations import add_item, set_item_state
    from regulars.platform.clock import now_us

    programme = install_programme(CLUB.read_text(encoding="utf-8"), actor="bench")
    numbers: list[int] = []
    for start in range(0, members, 1000):
        identities = [Identity(external_id=f"m{number}") for number in range(start, min(start + 1000, members))]
        found = [one for one in resolve_members(programme.id, identities, [True] * len(identities)) if one]
        grant = {"kind": "grant", "wallet": "points", "points": POINTS, "reason": "bench"}
        instant = now_us()
        apply_batch(programme.id, [NewEvent("bench", f"g{one}", one, instant, grant) for one in found])
        numbers += found
    terms = Terms(ItemKind.GOODS, Words("限量", "Drop"), "points", Price(PRICE), rules=Rules(limit=1))
    for code, total in ((DROP, pieces), (WARM, None)):
        add_item(programme.id, NewItem(code, terms, total, "bench"))
        set_item_state(programme.id, code, ItemState.LISTED, "bench")
    key = create_api_key(programme.id, "bench", ["orders:write"], "bench")
    print(json.dumps({"key": key.text, "programme": programme.id, "members": numbers}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
