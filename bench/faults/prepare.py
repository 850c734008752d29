"""A process that installs the club, makes its members known, and prints the programme's number."""

from __future__ import annotations

import json
import os

from bench.faults.stream import welcome
from bench.ingest.door import CLUB


def main() -> None:
    """Make an installation ready for senders."""
    import django

    django.setup()
    from regulars.domain.intake.operations import accept_events
    from regulars.domain.programmes.operations import install_programme

    programme = install_programme(CLUB.read_text(encoding="utf-8"), actor="bench")
    accept_events(programme.id, "welcome", welcome())
    print(json.dumps({"programme": programme.id}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    main()
