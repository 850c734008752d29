"""Taking away what is known of members: one identifier, or everything."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from regulars.domain.members.errors import IdentifierElsewhere
from regulars.domain.members.models import Identifier, Meeting, Member, Sharing
from regulars.domain.members.queries import find_identifier
from regulars.domain.members.types import IdentifierKind, MemberState
from regulars.platform import audit, clock


@transaction.atomic
def detach_identifier(programme_id: int, member_id: int, key: tuple[IdentifierKind, str, str], actor: str) -> None:
    """Let an identifier (kind, name, text) be nobody's; what came by it before stays. Raises IdentifierElsewhere."""
    row = find_identifier(programme_id, member_id, *key)
    if row is None:
        raise IdentifierElsewhere(kind=key[0].value)
    row.delete()
    audit.record(actor, "identifier_detached", f"member {member_id}", {"kind": key[0].value, "name": key[1]})


@transaction.atomic
def forget_member(programme_id: int, member_id: int) -> int:
    """Take away identifiers, name and attributes; the member takes part no longer. How many identifiers there were.

    Each identifier is free again: who uses it next is somebody new. The number stays, for the ledger names it.
    """
    members = Member.objects.select_for_update(no_key=True).filter(programme_id=programme_id, id=member_id)
    row = members.get()
    identifiers = Identifier.objects.filter(programme_id=programme_id, member_id=member_id)
    count = identifiers.count()
    identifiers.delete()
    Sharing.objects.filter(member_id=member_id).delete()
    Meeting.objects.filter(Q(first=member_id) | Q(second=member_id), programme_id=programme_id).delete()
    row.name, row.birth_month, row.language, row.attributes = None, None, "", {}
    row.erased_at = clock.now_us()
    if row.state == MemberState.MERGED:
        row.lent = []
    else:
        row.state = MemberState.CLOSED.value
    row.save()
    return count
