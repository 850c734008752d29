"""Tags that people made: rules, manual tags, and which members have these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from regulars.domain.members.queries import absorbed_members, merged_members
from regulars.domain.programmes.queries import live_programme
from regulars.domain.tags.models import ManualTag, Putting, RuleTag
from regulars.domain.tags.policy.formulas import FormulaWrong, read_rule
from regulars.domain.tags.policy.rules import ReadRule
from regulars.domain.tags.queries.libraries import library
from regulars.domain.tags.types import ManualTagView, RuleTagView, TagType, Words
from regulars.engine.time import date_of, instant_of, zone_table
from regulars.platform import clock

_AT_ONCE = 500


def known_words(programme_id: int) -> dict[str, str]:
    """What a rule may name, with its type: computed tags, and those of people that are in use."""
    live_programme(programme_id)
    rows = (RuleTag.objects, ManualTag.objects)
    own = [
        code
        for one in rows
        for code in one.filter(programme_id=programme_id, active=True).values_list("code", flat=True)
    ]
    return {one.id: one.type.value for one in library().definitions} | dict.fromkeys(own, TagType.YES_NO.value)


def read_rules(programme_id: int) -> tuple[ReadRule, ...]:
    """The rule tags in use that can still be read, by id; one that names a tag that went away is left out."""
    known, left = known_words(programme_id), [one for one in list_rules(programme_id) if one.active]
    while True:
        found = _readable(left, known)
        if len(found) == len(left):
            return tuple(found)
        kept = {one.code for one in found}
        known = {name: kind for name, kind in known.items() if name in kept or name not in {one.code for one in left}}
        left = [one for one in left if one.code in kept]


def _readable(rules: Iterable[RuleTagView], known: Mapping[str, str]) -> list[ReadRule]:
    found = []
    for rule in rules:
        try:
            found.append(ReadRule(rule.code, *read_rule(rule.expression, known)))
        except FormulaWrong:
            continue
    return found


def holders_named(programme_id: int, rules: Iterable[ReadRule]) -> dict[str, list[int]]:
    """Who has the manual tags that rules name today, by id of the tag."""
    named = {name for rule in rules for name in rule.names}
    codes = ManualTag.objects.filter(programme_id=programme_id, code__in=named).values_list("code", flat=True)
    return {code: members_with(programme_id, code) for code in codes}


def rules_naming(programme_id: int, code: str) -> list[RuleTagView]:
    """The rules in use that name a tag."""
    naming = {one.code for one in read_rules(programme_id) if code in one.names}
    return [one for one in list_rules(programme_id) if one.code in naming]


def list_rules(programme_id: int) -> list[RuleTagView]:
    """All rule tags, by name."""
    return [rule_view(row) for row in RuleTag.objects.filter(programme_id=programme_id).order_by("code")]


def list_manual(programme_id: int) -> list[ManualTagView]:
    """All manual tags, by name, with how many members have each today."""
    having = Count("puttings__member_id", filter=_now(programme_id, "puttings__"), distinct=True)
    rows = ManualTag.objects.filter(programme_id=programme_id).annotate(having=having).order_by("code")
    twice = _counted_twice(programme_id)
    return [manual_view(row, row.having - twice.get(row.pk, 0)) for row in rows]


def list_out_of_use(programme_id: int) -> list[RuleTagView | ManualTagView]:
    """Tags of people that are out of use: rules, then those by hand."""
    found: list[RuleTagView | ManualTagView] = [*list_rules(programme_id), *list_manual(programme_id)]
    return [one for one in found if not one.active]


def _counted_twice(programme_id: int) -> dict[int, int]:
    """By tag, how many records have it beside another of the same member: those that were merged."""
    merged = merged_members(programme_id)
    people = sorted({*merged, *merged.values()})
    found: dict[int, list[int]] = {}
    for first in range(0, len(people), _AT_ONCE):
        rows = _having(programme_id).filter(member_id__in=people[first : first + _AT_ONCE])
        for tag, member in rows.values_list("tag_id", "member_id"):
            found.setdefault(tag, []).append(merged.get(member, member))
    return {tag: len(members) - len(set(members)) for tag, members in found.items()}


def members_with(programme_id: int, code: str) -> list[int]:
    """The members who have a manual tag today, by number; of records that were merged, whom they take part as."""
    having = _having(programme_id).filter(tag__code=code).values_list("member_id", flat=True)
    merged = merged_members(programme_id)
    return sorted({merged.get(member, member) for member in having})


def put_on(
    programme_id: int, member_id: int, instant: datetime | None = None
) -> list[tuple[str, date | None, str, datetime]]:
    """The manual tags that a member has now, or had at an instant: code, until when, by whom, since when.

    Those of records that were merged into the member are among them; of a tag on several, the one that lasts longest.
    """
    parts = absorbed_members(programme_id, member_id)
    rows = (_having(programme_id) if instant is None else _had(programme_id, instant)).filter(member_id__in=parts)
    lasting: dict[str, Putting] = {}
    for row in rows.select_related("tag").order_by("tag__code", F("until").asc(nulls_last=True), "pk"):
        lasting[row.tag.code] = row
    return [(code, row.until, row.put_by, row.put_at) for code, row in lasting.items()]


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
