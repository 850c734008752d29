"""Rule tags: tried, made, changed; and tags of people taken out of use and back, unless something names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl
from django.db import IntegrityError, transaction

from regulars.domain.programmes.queries import live_programme
from regulars.domain.tags.errors import RuleCircle, RuleUnreadable, TagInUse, TagMissing, TagNameTaken, TagNameWrong
from regulars.domain.tags.models import ManualTag, RuleTag
from regulars.domain.tags.operations.refreshing import with_rules
from regulars.domain.tags.policy.formulas import FormulaWrong, read_rule
from regulars.domain.tags.policy.rules import ReadRule, circle_of, named_by
from regulars.domain.tags.queries.days import folder_of_tags, newest_day, values_on
from regulars.domain.tags.queries.libraries import library
from regulars.domain.tags.queries.made import holders_named, known_words, read_rules, rule_view
from regulars.domain.tags.queries.uses import uses_of_tag
from regulars.domain.tags.types import RuleTagView, TagType, Words
from regulars.platform import audit, clock

_CODE = re.compile(r"[a-z][a-z0-9_]{1,59}")
_SAMPLE = 10
_TRIED = "_tried"


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


def preview_rule(programme_id: int, expression: str, code: str = "") -> RulePreview:
    """Try an expression on the newest tags, those by hand and other rules as they are now.

    `code` is the rule whose own expression it is. Raises RuleUnreadable, RuleCircle and TagsNotComputed.
    """
    rule = _read(programme_id, expression, code)
    needed = [one for one in named_by(read_rules(programme_id), rule.names) if one.code != code]
    by_hand = holders_named(programme_id, [*needed, rule])
    folder = folder_of_tags(live_programme(programme_id).code)
    values = values_on(folder, newest_day(folder).day)
    known = set(values.collect_schema().names())
    names = {name for one in [*needed, rule] for name in one.names} - by_hand.keys() - {one.code for one in needed}
    if names - known:
        raise RuleUnreadable(reason="formula_word_not_computed", word=", ".join(sorted(names - known)))
    frame = values.select("member", *sorted(names)).collect()
    told = with_rules(frame, [*needed, ReadRule(_TRIED, rule.sql, rule.names)], by_hand)
    members = told.filter(pl.col(_TRIED))["member"].sort()
    return RulePreview(members.len(), frame.height, tuple(members.head(_SAMPLE).to_list()))


@transaction.atomic
def make_rule(programme_id: int, new: NewTag, expression: str) -> RuleTagView:
    """Make a rule tag; it has members from the next refresh on. Raises RuleUnreadable, TagNameWrong, TagNameTaken."""
    check_name(programme_id, new)
    _read(programme_id, expression, new.code)
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
def change_rule(programme_id: int, code: str, expression: str, actor: str) -> RuleTagView:
    """Let a rule say something else from the next refresh on; files of earlier days keep what it said then.

    Raises TagMissing, RuleUnreadable, and RuleCircle where rules would be made of each other.
    """
    row = RuleTag.objects.select_for_update().filter(programme_id=programme_id, code=code).first()
    if row is None:
        raise TagMissing(tag=code)
    _read(programme_id, expression, code)
    told = {"before": row.expression, "expression": expression}
    row.expression = expression
    row.save(update_fields=["expression"])
    audit.record(actor, "rule_tag_changed", f"tag {code}", told)
    return rule_view(row)


@transaction.atomic
def set_tag_active(programme_id: int, code: str, actor: str, *, active: bool) -> None:
    """Take a tag of people out of use, or back.

    Raises TagMissing, and TagInUse while something in use names it. A rule that comes back is read anew: raises
    RuleUnreadable and RuleCircle.
    """
    rows = (
        model.objects.select_for_update().filter(programme_id=programme_id, code=code) for model in (RuleTag, ManualTag)
    )
    row = next((found for one in rows if (found := one.first()) is not None), None)
    if row is None:
        raise TagMissing(tag=code)
    if not active and (uses := uses_of_tag(programme_id, code)):
        raise TagInUse(tag=code, users=", ".join(one.code for one in uses))
    if active and isinstance(row, RuleTag):
        _read(programme_id, row.expression, code)
    row.active = active
    row.save(update_fields=["active"])
    action = "rule_tag_switched" if isinstance(row, RuleTag) else "manual_tag_switched"
    audit.record(actor, action, f"tag {code}", {"active": active})


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


def _read(programme_id: int, expression: str, code: str) -> ReadRule:
    """The rule as read; `code` is its own id. Raises RuleUnreadable, and RuleCircle with the way round."""
    known = known_words(programme_id)
    try:
        rule = ReadRule(code, *read_rule(expression, known | ({code: TagType.YES_NO.value} if code else {})))
    except FormulaWrong as error:
        raise RuleUnreadable(**{"reason": error.code, **error.params}) from error
    names = {one.code: one.names for one in read_rules(programme_id)} | {code: rule.names}
    if code and (circle := circle_of(code, names)):
        raise RuleCircle(circle=" → ".join(circle))
    return rule
