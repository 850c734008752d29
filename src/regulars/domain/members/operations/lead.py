"""Letting the identifiers of one member lead to another, and back. What is undone is exactly what was done."""

from __future__ import annotations

from django.db import transaction

from regulars.domain.members.errors import MemberNotMerged
from regulars.domain.members.models import Identifier, Member
from regulars.domain.members.queries import check_active
from regulars.domain.members.types import MemberState


@transaction.atomic
def lead_to(programme_id: int, merged: int, survivor: int) -> int:
    """Let all identifiers of `merged` lead to `survivor` from now on; how many there were.

    Who was merged takes part no longer under their own number. Raises what `check_active` raises for either.
    """
    _locked(programme_id, merged, survivor)
    check_active(programme_id, (merged, survivor))
    identifiers = Identifier.objects.filter(programme_id=programme_id, member_id=merged)
    lent = sorted(identifiers.values_list("id", flat=True))
    identifiers.update(member_id=survivor)
    rows = Member.objects.filter(programme_id=programme_id, id=merged)
    rows.update(state=MemberState.MERGED, merged_into=survivor, lent=lent)
    return len(lent)


@transaction.atomic
def lead_back(programme_id: int, merged: int) -> int:
    """Give a member back the identifiers that went to another; how many there were.

    Identifiers that the other got since stay with the other. Raises MemberNotMerged for who takes part as themselves,
    and what `check_active` raises for the other.
    """
    survivor = Member.objects.filter(programme_id=programme_id, id=merged).values_list("merged_into", flat=True).first()
    if survivor is None:
        raise MemberNotMerged(member=merged)
    _locked(programme_id, merged, survivor)
    check_active(programme_id, [survivor])
    row = Member.objects.get(programme_id=programme_id, id=merged)
    if row.merged_into is None:
        raise MemberNotMerged(member=merged)
    returned = Identifier.objects.filter(id__in=row.lent or [], member_id=survivor).update(member_id=merged)
    row.state, row.merged_into, row.lent = MemberState.ACTIVE.value, None, None
    row.save(update_fields=["state", "merged_into", "lent"])
    return returned


def _locked(programme_id: int, *members: int) -> None:
    """Lock members until the transaction ends, ascending; identifiers may still be attached to them."""
    rows = Member.objects.select_for_update(no_key=True).filter(programme_id=programme_id, id__in=members)
    list(rows.order_by("id").values_list("id", flat=True))
