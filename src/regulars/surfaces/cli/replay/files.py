"""What came of a file of orders that became a history."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from regulars.surfaces.cli.output import chosen_language
from regulars.surfaces.cli.replay.words import word

if TYPE_CHECKING:
    from regulars.domain.history.types import FileReport


def tell_file(report: FileReport) -> None:
    """Say on stderr how many rows became events, and why others did not."""
    from regulars.surfaces.web.file_problems import counted_problems

    counts = {"rows": report.rows, "events": report.events, "known": report.known}
    rejected = sum(report.rejected.values())
    print(word("file", chosen_language().value, rejected=rejected, **counts), file=sys.stderr)
    for count, first, text in counted_problems(report.rejected, report.findings):
        place = word("place", chosen_language().value, line=first.line, column=first.column)
        print(f"  {count:,}: {place}{text}", file=sys.stderr)
