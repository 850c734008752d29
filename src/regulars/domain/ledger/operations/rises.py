"""Telling the outbox that members rose to a tier, where the programme gives something for it."""

from __future__ import annotations

from regulars.domain.ledger.models.statements import TIER_CHANGES
from regulars.domain.programmes.types import LiveProgramme, stream_of
from regulars.engine.states import Integers
from regulars.platform import outbox
from regulars.platform.clock import now_us
from regulars.platform.outbox import NewMessage

RISEN = "tier.risen"
_DAY = 86_400_000_000
_MEMBER, _AT, _FROM, _TO = (
    TIER_CHANGES.columns.index(name) for name in ("member_id", "occurred_at", "from_tier", "to_tier")
)


def send_rises(programme: LiveProgramme, changes: Integers) -> None:
    """Send a message for each rise among changes of tier, if it is so recent that a pack for it is still good.

    A rise that is told anew, because its member was restated, has the key it had and is not sent again.
    """
    packs = [one.upgrade.days for one in programme.document.benefits if one.upgrade is not None]
    if not packs or not len(changes):
        return
    recent = changes[changes[:, _AT] > now_us() - max(packs) * _DAY]
    risen = recent[recent[:, _TO] > recent[:, _FROM]]
    tiers = programme.compiled.tier_ids
    messages = [_message(member, tiers[tier], at) for member, tier, at in risen[:, [_MEMBER, _TO, _AT]].tolist()]
    if messages:
        outbox.send(stream_of(programme.id), messages)


def _message(member_id: int, tier: str, instant: int) -> NewMessage:
    body = {"member_id": member_id, "tier": tier, "at": instant}
    return NewMessage(RISEN, f"{member_id} {tier} {instant}", f"member {member_id}", body)
