"""What expressions may say in a programme: columns of members from every source, columns of events, other segments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from regulars.domain.clusters import queries as clusters
from regulars.domain.cohorts import queries as cohorts
from regulars.domain.motives import queries as motives
from regulars.domain.predictions import queries as predictions
from regulars.domain.programmes.queries import live_programme
from regulars.domain.rfm import queries as rfm
from regulars.domain.segments.models import Segment
from regulars.domain.segments.policy.moments import COLUMNS
from regulars.domain.segments.types import Offered, Vocabulary
from regulars.domain.tags import queries as tags
from regulars.engine.expressions import Scope
from regulars.engine.expressions.vocabulary import LARGEST_AMOUNT, LARGEST_ATTRIBUTE, Kind, Name, Place
from regulars.engine.programme.model import Programme
from regulars.engine.programme.scope import BALANCE_PREFIX, scope_of
from regulars.platform.sets import Column, ColumnKind

DECIMALS = 10_000
"""Numbers and shares are counted in so many parts of one."""
MEMBER, TAGS, RFM, CLUSTERS, PREDICTIONS = "member", "tags", "rfm", "clusters", "predictions"
COHORTS, MOTIVES = "cohorts", "motives"
TIER_KIND, POINTS_KIND = "tier", "points"
_ATTRIBUTES = {"text": ColumnKind.TEXT, "integer": ColumnKind.DAYS, "boolean": ColumnKind.YES_NO}
_FACTS = (
    Offered("tier", TIER_KIND, "等级", "Tier", MEMBER),
    Offered("days_enrolled", ColumnKind.DAYS.value, "入会天数", "Days since enrolment", MEMBER),
    Offered("days_in_tier", ColumnKind.DAYS.value, "在当前等级的天数", "Days in the present tier", MEMBER),
    Offered("birth_month", ColumnKind.DAYS.value, "生日月份", "Month of birth", MEMBER),
)
_KINDS = {
    ColumnKind.NUMBER.value: (Kind.INTEGER, DECIMALS),
    ColumnKind.SHARE.value: (Kind.INTEGER, DECIMALS),
    ColumnKind.DAYS.value: (Kind.INTEGER, 1),
    ColumnKind.CATEGORY.value: (Kind.TEXT, 1),
    ColumnKind.TEXT.value: (Kind.TEXT, 1),
    ColumnKind.YES_NO.value: (Kind.BOOLEAN, 1),
    TIER_KIND: (Kind.TIER, 1),
}


def offered_columns(programme_id: int) -> tuple[Offered, ...]:
    """All columns that expressions may name, each name once; the nearest to the member first. Days of dates are not."""
    document = live_programme(programme_id).document
    found: dict[str, Offered] = {}
    for one in (*_facts(document), *_of_others(programme_id)):
        if one.kind != ColumnKind.DATE.value:
            found.setdefault(one.name, one)
    return tuple(found.values())


def _facts(document: Programme) -> Iterator[Offered]:
    yield from _FACTS
    for wallet in document.wallets:
        words = (f"{wallet.name.zh}余额", f"Balance of {wallet.name.en}")
        yield Offered(BALANCE_PREFIX + wallet.id, POINTS_KIND, *words, MEMBER)
    for attribute in document.member_attributes:
        yield Offered(attribute.id, _ATTRIBUTES[attribute.type].value, attribute.id, attribute.id, MEMBER)


def _of_others(programme_id: int) -> Iterator[Offered]:
    sources: tuple[tuple[str, tuple[Column, ...]], ...] = (
        (RFM, rfm.offered_columns()),
        (CLUSTERS, clusters.offered_columns()),
        (COHORTS, cohorts.offered_columns()),
        (PREDICTIONS, predictions.offered_columns()),
        (MOTIVES, motives.offered_columns()),
        (TAGS, tags.offered_columns(programme_id)),
    )
    for source, columns in sources:
        for one in columns:
            yield Offered(one.name, one.kind.value, one.zh, one.en, source, one.values)


def vocabulary(programme_id: int, without: str = "") -> Vocabulary:
    """What an expression of the programme may say; `without` is the segment whose own expression it is."""
    document = live_programme(programme_id).document
    whole = scope_of(document)
    offered = offered_columns(programme_id)
    names = {one.name: _name_of(one, document, whole) for one in offered}
    del names["days_enrolled"], names["days_in_tier"]  # they stand for calls
    hidden = {name: one for name, one in whole.names.items() if name in COLUMNS}
    events = replace(whole, names={name: replace(one, place=Place.EVENT) for name, one in hidden.items()}, hidden={})
    codes = Segment.objects.filter(programme_id=programme_id, archived_at=None).values_list("code", flat=True)
    columns = Scope(names, {}, whole.tiers, whole.money_scale)
    values = {one.name: one.values for one in offered if one.values}
    return Vocabulary(columns, events, frozenset(codes) - {without}, values)


def _name_of(one: Offered, document: Programme, scope: Scope) -> Name:
    if one.kind == POINTS_KIND:
        wallet = next(found for found in document.wallets if BALANCE_PREFIX + found.id == one.name)
        kind, scale = Kind.POINTS, 10**wallet.decimals
    elif one.kind == ColumnKind.MONEY.value:
        kind, scale = Kind.MONEY, scope.money_scale
    else:
        kind, scale = _KINDS[one.kind]
    largest = len(scope.tiers) - 1 if kind is Kind.TIER else max(LARGEST_AMOUNT, LARGEST_ATTRIBUTE) * scale
    return Name(one.name, kind, Place.EVENT, one.en, 0 if kind is Kind.TIER else -largest, largest, scale)
