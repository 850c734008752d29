"""Giving one use of a benefit to another member."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.benefits.errors import GiftToOneself, NotGiftable
from regulars.domain.benefits.models import Entitlement
from regulars.domain.benefits.operations.locking import hold
from regulars.domain.benefits.operations.telling import send_granted
from regulars.domain.benefits.operations.using import take, write_use
from regulars.domain.benefits.policy import benefit_named
from regulars.domain.benefits.queries.grants import granted_view
from regulars.domain.benefits.types import Granted, NewUse, Origin
from regulars.domain.members.queries import check_active
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us, to_us


def give_benefit(programme_id: int, asked: NewUse, receiver: int) -> Granted:
    """Give one use of what a member has to a friend, who may use it as long as the giver might have.

    The use counts against the giver's quota; what it costs counts when the friend uses it. What was a gift is not given
    on. The same gift again (`use_id`) is answered as the first time. Raises NotGiftable, GiftToOneself, and what
    `use_benefit` raises of what the giver has.
    """
    return in_transaction(lambda: _give(live_programme(programme_id), asked, receiver))


def _give(programme: LiveProgramme, asked: NewUse, receiver: int) -> Granted:
    key = f"gift:{asked.use_id}"
    if (known := Entitlement.objects.filter(programme_id=programme.id, key=key).first()) is not None:
        return granted_view(known)
    benefit = benefit_named(programme.document, asked.benefit)
    if not benefit.giftable:
        raise NotGiftable(benefit=benefit.id)
    if receiver == asked.member_id:
        raise GiftToOneself
    check_active(programme.id, [receiver])
    hold(programme.id, asked.member_id, [receiver])
    instant = now_us()
    chosen = take(programme, benefit, asked, instant)
    if chosen.origin is Origin.GIFT or chosen.holder != asked.member_id:
        raise NotGiftable(benefit=benefit.id)
    given = NewUse(key, asked.member_id, asked.benefit, asked.actor, asked.place, key=chosen.key)
    write_use(programme, given, chosen, instant, given=True)
    last = instant + int(timedelta(days=benefit.valid_days) / timedelta(microseconds=1))
    row = Entitlement.objects.create(
        programme_id=programme.id,
        member_id=receiver,
        benefit=benefit.id,
        origin=Origin.GIFT,
        key=key,
        quota=1,
        granted_at=instant,
        valid_from=instant,
        valid_until=to_us(chosen.valid_until) if chosen.valid_until else last,
        actor=asked.actor,
        giver=asked.member_id,
        version_id=programme.version_id,
    )
    send_granted(row)
    params = {"grant": row.pk, "benefit": benefit.id, "to": receiver}
    audit.record(asked.actor, "benefit_given", f"member {asked.member_id}", params)
    return granted_view(row)
