"""A process that judges what senders noted, and prints the verdict."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from bench.faults.judging import judge


def main(programme_id: int, notes: Path) -> None:
    """Print the verdict as JSON."""
    import django

    django.setup()
    print(json.dumps(asdict(judge(programme_id, notes))))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    main(int(sys.argv[1]), Path(sys.argv[2]))
