"""A member's code is good for one use: its row is held until the transaction ends."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import connection

from regulars.domain.programmes.queries import live_programme
from regulars.domain.verifications.errors import CodeReturned, CodeUsed
from regulars.domain.verifications.models import ShownCode, Verification
from regulars.platform.clock import from_us, now_us
from regulars.platform.databases import Rows, insert

_SPENT = "UPDATE verifications_showncode SET verification_id = %s WHERE id = %s"
_FIRST = Rows(
    "verifications_showncode",
    (
        ("programme_id", "integer"),
        ("digest", "bytea"),
        ("shown_to", "text"),
        ("shown_at", "bigint"),
        ("ends_at", "bigint"),
    ),
)


def shown_row(programme_id: int, digest: bytes, who: str) -> ShownCode:
    """The row of a code, held until the transaction ends; whoever comes first at it is whom it was shown to."""
    now = now_us()
    written = insert(_FIRST, [(programme_id, digest, who, now, now)], "ON CONFLICT DO NOTHING RETURNING id")
    if written:
        return ShownCode(written[0][0], programme_id, digest, who, now, now)
    rows = ShownCode.objects.select_for_update(of=("self",)).select_related("verification")
    return rows.get(programme_id=programme_id, digest=digest)


def spend(row: ShownCode, made: Verification) -> None:
    """Note that a code was used; nobody uses it again."""
    with connection.cursor() as cursor:
        cursor.execute(_SPENT, [made.pk, row.pk])


def demand_unused(row: ShownCode) -> None:
    """Raise CodeUsed, or CodeReturned where the use was taken back."""
    made = row.verification
    if made is None:
        return
    zone = ZoneInfo(live_programme(row.programme_id).document.time_zone)
    at = f"{from_us(made.verified_at).astimezone(zone):%Y-%m-%d %H:%M}"
    if made.reversed_at is not None:
        raise CodeReturned(at=at)
    raise CodeUsed(at=at, store=made.store, till=made.till)
