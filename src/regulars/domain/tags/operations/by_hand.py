"""Manual tags: made, put on members one by one or many at once, taken off, and taken back together."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from regulars.domain.members.queries import absorbed_members, member_views, merged_members
from regulars.domain.members.types import Disclosure
from regulars.domain.tags.errors import NothingToTakeOff, TagListWrong, TagMissing, TagNameTaken
from regulars.domain.tags.models import ManualTag, Putting
from regulars.domain.tags.operations.rules import NewTag, check_name, columns_of
from regulars.domain.tags.queries.made import manual_view
from regulars.domain.tags.types import ManualTagView
from regulars.platform import audit, clock

_AT_ONCE = 500
MOST = 200_000
_TOLD = 20


@dataclass(frozen=True)
class Put:
    """What came of putting a tag on members: `batch` takes it back."""

    batch: str
    members: int
    had_it: int


@transaction.atomic
def make_manual_tag(programme_id: int, new: NewTag) -> ManualTagView:
    """Make a tag that people put on members; raises TagNameWrong and TagNameTaken."""
    check_name(programme_id, new)
    try:
        with transaction.atomic():
            row = ManualTag.objects.create(
                programme_id=programme_id, created_at=clock.now(), created_by=new.actor, **columns_of(new)
            )
    except IntegrityError as error:
        raise TagNameTaken(tag=new.code) from error
    audit.record(new.actor, "manual_tag_made", f"tag {new.code}")
    return manual_view(row, 0)


@transaction.atomic
def put_tag(programme_id: int, code: str, members: Sequence[int], actor: str, until: date | None = None) -> Put:
    """Put a tag on members until a day, that day included; who has it already keeps it with the new day.

    Who was merged gets it as whom they take part as.

    Raises TagMissing, and TagListWrong when some of them do not exist: then nothing is put on anybody.
    """
    tag = _tag(programme_id, code)
    _see_members(programme_id, sorted(set(members)))
    merged = merged_members(programme_id)
    asked = sorted({merged.get(one, one) for one in members})
    batch, now = uuid.uuid4().hex, clock.now()
    lasting = Putting.objects.filter(tag=tag, taken_at__isnull=True, until__isnull=True) if until is None else None
    having = set() if lasting is None else {merged.get(one, one) for one in lasting.values_list("member_id", flat=True)}
    fresh = [member for member in asked if member not in having]
    for some in _some(fresh):
        Putting.objects.filter(tag=tag, taken_at__isnull=True, member_id__in=some).update(taken_at=now, taken_by=actor)
        Putting.objects.bulk_create(
            [Putting(tag=tag, member_id=one, put_at=now, put_by=actor, until=until, batch=batch) for one in some]
        )
    told = {"members": len(fresh), "until": until.isoformat() if until else "", "batch": batch}
    if len(fresh) == 1:
        told["member"] = fresh[0]
    audit.record(actor, "tag_put_on", f"tag {code}", told)
    return Put(batch, len(fresh), len(asked) - len(fresh))


@transaction.atomic
def take_tag(programme_id: int, code: str, member_id: int, actor: str) -> None:
    """Take a tag off a member and the records merged into them; raises TagMissing and NothingToTakeOff."""
    parts = absorbed_members(programme_id, member_id)
    rows = Putting.objects.filter(tag=_tag(programme_id, code), member_id__in=parts, taken_at__isnull=True)
    if not rows.update(taken_at=clock.now(), taken_by=actor):
        raise NothingToTakeOff(tag=code)
    audit.record(actor, "tag_taken_off", f"tag {code}", {"member": member_id})


@transaction.atomic
def take_batch(programme_id: int, code: str, batch: str, actor: str) -> int:
    """Take back what was put on together, from those who still have it; raises TagMissing and NothingToTakeOff."""
    rows = Putting.objects.filter(tag=_tag(programme_id, code), batch=batch, taken_at__isnull=True)
    count = rows.update(taken_at=clock.now(), taken_by=actor)
    if not count:
        raise NothingToTakeOff(tag=code)
    audit.record(actor, "tag_batch_taken_back", f"tag {code}", {"members": count, "batch": batch})
    return count


def forget_member(programme_id: int, member_id: int) -> int:
    """Nothing stays of the tags that were ever put on a member by hand; answers how many."""
    rows = Putting.objects.filter(tag__programme_id=programme_id, member_id=member_id)
    return rows.delete()[0]


def _tag(programme_id: int, code: str) -> ManualTag:
    tag = ManualTag.objects.filter(programme_id=programme_id, code=code, active=True).first()
    if tag is None:
        raise TagMissing(tag=code)
    return tag


def _see_members(programme_id: int, members: Sequence[int]) -> None:
    """Raises TagListWrong with the first of those that do not exist."""
    if not members or len(members) > MOST:
        raise TagListWrong(count=len(members), unknown="")
    unknown: list[int] = []
    for some in _some(members):
        known = {one.id for one in member_views(programme_id, some, Disclosure.MASKED)}
        unknown += [one for one in some if one not in known]
    if unknown:
        raise TagListWrong(count=len(unknown), unknown=", ".join(str(one) for one in unknown[:_TOLD]))


def _some(members: Sequence[int]) -> Iterator[list[int]]:
    for first in range(0, len(members), _AT_ONCE):
        yield list(members[first : first + _AT_ONCE])
