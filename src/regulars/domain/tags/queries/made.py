"""Tags that people made: rules, manual tags, and which members have these."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from regulars.domain.programmes.queries import live_programme
from regulars.domain.tags.models import ManualTag, Putting, RuleTag
from regulars.domain.tags.queries.libraries import library
from regulars.domain.tags.types import ManualTagView, RuleTagView, Words
from regulars.engine.time import date_of, instant_of, zone_table
from regulars.platform import clock


def known_words(programme_id: int) -> dict[str, str]:
    """What a rule may name: computed tags with their types, and nothing of rules themselves."""
    live_programme(programme_id)
    return {one.id: one.type.value for one in library().definitions}


def list_rules(programme_id: int) -> list[RuleTagView]:
    """All rule tags, by name."""
    return [rule_view(row) for row in RuleTag.objects.filter(programme_id=programme_id).order_by("code")]


def list_manual(programme_id: int) -> list[ManualTagView]:
    """All manual tags, by name, with how many members have each today."""
    having = Count("puttings", filter=_now(programme_id, "puttings__"))
    rows = ManualTag.objects.filter(programme_id=programme_id).annotate(having=having).order_by("code")
    return [manual_view(row, row.having) for row in rows]


def members_with(programme_id: int, code: str) -> list[int]:
    """The members who have a manual tag today, by number."""
    return list(_having(programme_id).filter(tag__code=code).order_by("member_id").values_list("member_id", flat=True))


def put_on(
    programme_id: int, member_id: int, instant: datetime | None = None
) -> list[tuple[str, date | None, str, datetime]]:
    """The manual tags that a member has now, or had at an instant: code, until when, by whom, since when."""
    rows = (_having(programme_id) if instant is None else _had(programme_id, instant)).filter(member_id=member_id)
    return [
        (row.tag.code, row.until, row.put_by, row.put_at) for row in rows.select_related("tag").order_by("tag__code")
    ]


def newest_batches(programme_id: int, code: str, most: int = 10) -> list[tuple[str, datetime, str, int]]:
    """What was put on together of late and is still there: batch, when, by whom, on how many."""
    rows = (
        Putting.objects.filter(tag__programme_id=programme_id, tag__code=code, taken_at__isnull=True)
        .values("batch", "put_at", "put_by")
        .annotate(members=Count("pk"))
        .order_by("-put_at")[:most]
    )
    return [(row["batch"], row["put_at"], row["put_by"], row["members"]) for row in rows]


def today_of(programme_id: int) -> date:
    """The programme's local day."""
    zone = live_programme(programme_id).document.time_zone
    return date_of(zone_table(zone).day_of(clock.now_us()))


def _now(programme_id: int, prefix: str = "") -> Q:
    day = today_of(programme_id)
    open_ended = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    return Q(**{f"{prefix}taken_at__isnull": True}) & open_ended


def _having(programme_id: int) -> QuerySet[Putting]:
    return Putting.objects.filter(_now(programme_id), tag__programme_id=programme_id)


def _had(programme_id: int, instant: datetime) -> QuerySet[Putting]:
    zone = live_programme(programme_id).document.time_zone
    day = date_of(zone_table(zone).day_of(instant_of(instant)))
    return Putting.objects.filter(
        Q(taken_at__isnull=True) | Q(taken_at__gt=instant),
        Q(until__isnull=True) | Q(until__gte=day),
        tag__programme_id=programme_id,
        put_at__lte=instant,
    )


def rule_view(row: RuleTag) -> RuleTagView:
    """The row as others see it."""
    return RuleTagView(
        id=row.pk,
        code=row.code,
        name=Words(row.name_zh, row.name_en),
        about=Words(row.about_zh, row.about_en),
        expression=row.expression,
        active=row.active,
        created_at=row.created_at,
        created_by=row.created_by,
    )


def manual_view(row: ManualTag, members: int) -> ManualTagView:
    """The row as others see it."""
    return ManualTagView(
        id=row.pk,
        code=row.code,
        name=Words(row.name_zh, row.name_en),
        about=Words(row.about_zh, row.about_en),
        active=row.active,
        members=members,
        created_by=row.created_by,
    )
