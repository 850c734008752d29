"""Notices as messages in the outbox: a fall ahead, a tier near, points that expire. Each is sent once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.conf import settings

from regulars.domain.ledger.queries.expiring import ExpiringSoon, expiring_points
from regulars.domain.programmes.types import LiveProgramme, stream_of
from regulars.domain.tiers.policy.nearness import as_data
from regulars.domain.tiers.types import Forecast, Outlook
from regulars.engine.states import Header, States
from regulars.platform import outbox
from regulars.platform.outbox import NewMessage

DOWNGRADE_AHEAD = "tier.downgrade_ahead"
NEAR_UPGRADE = "tier.near_upgrade"
POINTS_EXPIRING = "points.expiring"
TOPICS = (DOWNGRADE_AHEAD, NEAR_UPGRADE, POINTS_EXPIRING)


def send_notices(programme: LiveProgramme, states: States, told: Sequence[Forecast], today: date) -> int:
    """Send what the forecasts of these members and their lots give reason for; answers how many were new.

    A fall is told once for each day on which it would come, a near tier once for each stay on the tier below it,
    points once for each wallet and day of expiry.
    """
    members = [one.member_id for one in told]
    last = today + timedelta(days=settings.EXPIRY_NOTICE_DAYS)
    visible = {wallet.id: wallet.decimals for wallet in programme.document.wallets if wallet.visible}
    expiring = [one for one in expiring_points(programme.id, members, today, last) if one.wallet in visible]
    messages = [
        *_falls(programme, told, today),
        *_rises(programme, states, told),
        *(_expiry(one, visible[one.wallet]) for one in expiring),
    ]
    return outbox.send(stream_of(programme.id), messages)


def _falls(programme: LiveProgramme, told: Sequence[Forecast], today: date) -> Iterator[NewMessage]:
    last = today + timedelta(days=programme.document.ladder.notice_days)
    for one in told:
        if one.outlook is Outlook.FALL and one.changes_on is not None and today <= one.changes_on <= last:
            body = {
                "member_id": one.member_id,
                "tier": one.tier,
                "tier_then": one.tier_then,
                "on": one.changes_on.isoformat(),
                "grace_until": one.grace_until.isoformat() if one.grace_until else None,
                "ways_to_keep": as_data(one.keeping),
            }
            yield _message(DOWNGRADE_AHEAD, one.member_id, f"{one.tier} {one.changes_on}", body)


def _rises(programme: LiveProgramme, states: States, told: Sequence[Forecast]) -> Iterator[NewMessage]:
    least = programme.document.ladder.near_percent
    for one, since in zip(told, states.header[:, Header.TIER_SINCE_DAY].tolist(), strict=True):
        if one.next_tier is not None and one.outlook is Outlook.STAY and one.near_percent >= least:
            body = {
                "member_id": one.member_id,
                "tier": one.tier,
                "next_tier": one.next_tier,
                "percent": one.near_percent,
                "ways": as_data(one.rising),
            }
            yield _message(NEAR_UPGRADE, one.member_id, f"{one.next_tier} {since}", body)


def _expiry(one: ExpiringSoon, decimals: int) -> NewMessage:
    points = one.points if decimals == 0 else one.points / 10**decimals
    body = {
        "member_id": one.member_id,
        "wallet": one.wallet,
        "points": points,
        "valid_until": one.valid_until.isoformat(),
    }
    return _message(POINTS_EXPIRING, one.member_id, f"{one.wallet} {one.valid_until}", body)


def _message(topic: str, member_id: int, about: str, body: dict[str, object]) -> NewMessage:
    return NewMessage(topic, f"{member_id} {about}", f"member {member_id}", body)
