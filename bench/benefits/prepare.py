"""Processes that make an installation ready, show members' codes, and note what a verification asks of the database."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.ingest.door import CLUB

BENEFIT = "own_brand_price"


def install(members: int) -> dict[str, Any]:
    """Install the club, enrol members, make a key of the API and the first key of codes."""
    from regulars.domain.access.operations import create_api_key
    from regulars.domain.ledger.operations import apply_batch
    from regulars.domain.ledger.types import NewEvent
    from regulars.domain.members.operations import resolve_members
    from regulars.domain.members.types import Identity
    from regulars.domain.programmes.operations import install_programme
    from regulars.domain.verifications.operations import rotate_key
    from regulars.platform.clock import now_us

    programme = install_programme(CLUB.read_text(encoding="utf-8"), actor="bench")
    numbers: list[int] = []
    for start in range(0, members, 1000):
        identities = [Identity(external_id=f"m{number}") for number in range(start, min(start + 1000, members))]
        found = [one for one in resolve_members(programme.id, identities, [True] * len(identities)) if one]
        instant, visit = now_us(), {"kind": "activity", "name": "visit"}
        apply_batch(programme.id, [NewEvent("bench", f"v{one}", one, instant, visit) for one in found])
        numbers += found
    rotate_key(programme.id, "bench")
    key = create_api_key(programme.id, "bench", ["verifications:write"], "bench")
    return {"key": key.text, "programme": programme.id, "members": numbers}


def codes(programme_id: int, members: Sequence[int]) -> dict[str, Any]:
    """A code of each member, good from now on."""
    from regulars.domain.verifications.operations import code_for

    return {"codes": [code_for(programme_id, member).text for member in members]}


def statements(programme_id: int, members: Sequence[int]) -> dict[str, Any]:
    """Verify for each member, one after another, and answer the statements that each took."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from regulars.domain.benefits.types import Place
    from regulars.domain.verifications.operations import code_for, verify
    from regulars.domain.verifications.types.verifying import NewVerification, Showing

    noted = []
    for member in members:
        showing = Showing(Place("store", "330", "T1"), "bench", "key 1", code_for(programme_id, member).text)
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            verify(programme_id, NewVerification(f"bare-{member}", showing, BENEFIT))
        noted.append([query["sql"] for query in captured.captured_queries])
    return {"statements": noted}


def main(what: str, file: str) -> None:
    """Do what is asked with what stands in the file; the answer goes into the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    import django

    django.setup()
    given = json.loads(Path(file).read_text(encoding="utf-8"))
    deed = {"install": install, "codes": codes, "statements": statements}[what]
    Path(file).write_text(json.dumps(deed(**given)), encoding="utf-8")
    print(json.dumps(what))


if __name__ == "__main__":
    main(*sys.argv[1:3])
