"""Rule tags: tried, made, changed by switching off."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from regulars.domain.programmes.queries import live_programme
from regulars.domain.tags.errors import RuleUnreadable, TagMissing, TagNameTaken, TagNameWrong
from regulars.domain.tags.models import ManualTag, RuleTag
from regulars.domain.tags.policy.formulas import FormulaWrong, read_rule
from regulars.domain.tags.queries.days import folder_of_tags, newest_day, values_on
from regulars.domain.tags.queries.libraries import library
from regulars.domain.tags.queries.made import known_words, rule_view
from regulars.domain.tags.types import RuleTagView, Words
from regulars.platform import audit, clock
from regulars.platform.sets import open_sets

_CODE = re.compile(r"[a-z][a-z0-9_]{1,59}")
_SAMPLE = 10


@dataclass(frozen=True)
class NewTag:
    """What somebody says of a tag of their own."""

    code: str
    name: Words
    about: Words
    actor: str


@dataclass(frozen=True)
class RulePreview:
    """How many members meet a rule now, of how many, and some of them."""

    members: int
    everybody: int
    sample: tuple[int, ...]


def preview_rule(programme_id: int, expression: str) -> RulePreview:
    """Try an expression on the newest tags; raises RuleUnreadable and TagsNotComputed."""
    sql, names = _read(programme_id, expression)
    folder = folder_of_tags(live_programme(programme_id).code)
    day = newest_day(folder).day
    values = values_on(folder, day)
    missing = [name for name in names if name not in values.collect_schema().names()]
    if missing:
        raise RuleUnreadable(reason="formula_word_not_computed", word=", ".join(missing))
    frame = values.select("member", *names).collect()
    with open_sets({"tags": frame}) as sets:
        count = sets.frame(f"select count(*) as n from tags where {sql}").item()
        sample = sets.frame(f"select member from tags where {sql} order by member limit {_SAMPLE}")
    return RulePreview(count, frame.height, tuple(sample["member"].to_list()))


@transaction.atomic
def make_rule(programme_id: int, new: NewTag, expression: str) -> RuleTagView:
    """Make a rule tag; it has members from the next refresh on. Raises RuleUnreadable, TagNameWrong, TagNameTaken."""
    check_name(programme_id, new)
    _read(programme_id, expression)
    try:
        with transaction.atomic():
            row = RuleTag.objects.create(
                programme_id=programme_id,
                expression=expression,
                created_at=clock.now(),
                created_by=new.actor,
                **columns_of(new),
            )
    except IntegrityError as error:
        raise TagNameTaken(tag=new.code) from error
    audit.record(new.actor, "rule_tag_made", f"tag {new.code}", {"expression": expression})
    return rule_view(row)


@transaction.atomic
def set_rule_active(programme_id: int, code: str, actor: str, *, active: bool) -> RuleTagView:
    """Switch a rule tag on or off; raises TagMissing."""
    row = RuleTag.objects.select_for_update().filter(programme_id=programme_id, code=code).first()
    if row is None:
        raise TagMissing(tag=code)
    row.active = active
    row.save(update_fields=["active"])
    audit.record(actor, "rule_tag_switched", f"tag {code}", {"active": active})
    return rule_view(row)


def check_name(programme_id: int, new: NewTag) -> None:
    """Raises TagNameWrong and TagNameTaken."""
    words = (new.name.zh, new.name.en, new.about.zh, new.about.en)
    if not _CODE.fullmatch(new.code) or not all(one.strip() for one in words):
        raise TagNameWrong(tag=new.code)
    taken = (
        library().find(new.code) is not None
        or RuleTag.objects.filter(programme_id=programme_id, code=new.code).exists()
        or ManualTag.objects.filter(programme_id=programme_id, code=new.code).exists()
    )
    if taken:
        raise TagNameTaken(tag=new.code)


def columns_of(new: NewTag) -> dict[str, str]:
    """The words of a tag as columns."""
    return {
        "code": new.code,
        "name_zh": new.name.zh,
        "name_en": new.name.en,
        "about_zh": new.about.zh,
        "about_en": new.about.en,
    }


def _read(programme_id: int, expression: str) -> tuple[str, tuple[str, ...]]:
    try:
        return read_rule(expression, known_words(programme_id))
    except FormulaWrong as error:
        raise RuleUnreadable(**{"reason": error.code, **error.params}) from error
