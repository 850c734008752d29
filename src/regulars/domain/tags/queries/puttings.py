"""When tags were put on a member by hand and taken off again."""

from __future__ import annotations

from regulars.domain.tags.models import Putting
from regulars.domain.tags.types import PuttingView


def puttings_of(programme_id: int, member_id: int) -> list[PuttingView]:
    """Every tag that was ever put on a member by hand, newest first, those taken off again among them."""
    rows = Putting.objects.filter(tag__programme_id=programme_id, member_id=member_id).select_related("tag")
    return [
        PuttingView(row.tag.code, row.tag.name_en, row.tag.name_zh, row.put_at, row.until, row.taken_at)
        for row in rows.order_by("-id")
    ]
