"""What keeps rows of a file from becoming events, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from regulars.domain.intake.types.files import BadCell
from regulars.surfaces.web.messages import text_for


def counted_problems(rejected: Mapping[str, int], findings: Sequence[BadCell]) -> Iterator[tuple[int, BadCell, str]]:
    """How many rows were left out for each reason, most first, with the first of them and what is wrong there."""
    for code, count in sorted(rejected.items(), key=lambda one: (-one[1], one[0])):
        first = next((cell for cell in findings if cell.code == code), BadCell(0, "", code, {}))
        yield count, first, text_for(code, first.params)
