"""What entries of the ledger were about: the reward that points went to, what came in late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.ledger.queries import events_of_entries
from regulars.domain.ledger.types import EventView, TransactionView
from regulars.domain.rewards.queries import names_in_ledger
from regulars.engine.outcome import TransactionKind
from regulars.surfaces.web.formatting import is_chinese

Subjects = Mapping[int, str]
"""By the number of the event that an entry names."""

_LATE: Mapping[str, Promise] = {
    "purchase": _("A purchase that came in late"),
    "refund": _("A refund that came in late"),
    "activity": _("An activity that came in late"),
}
_SPENT = frozenset(
    {
        TransactionKind.REDEEM,
        TransactionKind.HOLD,
        TransactionKind.CAPTURE,
        TransactionKind.UNHOLD,
        TransactionKind.RETURN,
    }
)


def subjects_of(programme_id: int, member_id: int, entries: Iterable[TransactionView]) -> Subjects:
    """Of entries of a member, those that were about something that has a name. Two statements."""
    telling = [one for one in entries if one.kind in _SPENT or one.kind is TransactionKind.RESTATE]
    events = events_of_entries(programme_id, member_id, {one.event_seq for one in telling if one.event_seq})
    orders = {seq: order for seq, event in events.items() if (order := _order_of(event))}
    names = names_in_ledger(programme_id, orders.values())
    found = {seq: names[order] for seq, order in orders.items() if order in names}
    told = {seq: name.zh if is_chinese() else name.en for seq, name in found.items()}
    late = {seq: str(_LATE[event.kind]) for seq, event in events.items() if event.kind in _LATE}
    return late | told


def _order_of(event: EventView) -> str:
    return str(event.body.get("order_id") or event.body.get("hold_id") or "")
