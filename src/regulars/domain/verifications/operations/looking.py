"""Looking a code up: whose it is, and what may be used with it here and now."""

from __future__ import annotations

from datetime import datetime, timedelta

from regulars.domain.benefits.policy import check_use
from regulars.domain.benefits.queries import member_benefits
from regulars.domain.benefits.types import MemberBenefit, NewUse
from regulars.domain.members.queries import check_active
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.operations import check_voucher
from regulars.domain.rewards.types.vouchers import NewUse as NewVoucherUse
from regulars.domain.rewards.types.vouchers import VoucherView
from regulars.domain.verifications.operations.limiting import at_counter
from regulars.domain.verifications.operations.reading import Shown, check_moment, read_shown
from regulars.domain.verifications.operations.spending import demand_unused, shown_row
from regulars.domain.verifications.operations.tills import placed
from regulars.domain.verifications.policy.timing import LOOKED_UP_MINUTES, end_of
from regulars.domain.verifications.types.verifying import Found, Showing, Usable
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.platform import clock
from regulars.platform.clock import from_us, now_us, to_us
from regulars.platform.errors import DomainError


def look_up(programme_id: int, showing: Showing) -> Found:
    """What a code stands for, and what may be used with it in a place; uses nothing.

    Whoever looked a code up may use it for ten minutes, although it is shown for one. Raises CodeAltered, CodeForeign,
    CodeExpired, CodeNotYetValid, CodeUsed, CodeReturned, CodeWithdrawn, what keeps a voucher of the mall from being
    used, TooManyWrongShown, TillRevoked, TillOfOtherStore, MemberMissing and MemberClosed.
    """
    return at_counter(programme_id, showing, lambda: _look_up(live_programme(programme_id), showing))


def _look_up(programme: LiveProgramme, showing: Showing) -> Found:
    showing = placed(programme.id, showing)
    shown = read_shown(programme, showing)
    good_until = _noted(programme.id, shown, showing) if shown.says is not None else None
    if shown.voucher_code:
        return Found(shown.way, shown.member_id, (), _voucher(programme.id, shown, showing), good_until)
    assert shown.member_id is not None  # noqa: S101 - only codes of the mall's vouchers may be nobody's
    check_active(programme.id, [shown.member_id])
    held = [one for one in member_benefits(programme.id, shown.member_id) if _meant(shown, one)]
    return Found(shown.way, shown.member_id, tuple(_usable(one, showing) for one in held), None, good_until)


def _noted(programme_id: int, shown: Shown, showing: Showing) -> datetime | None:
    """Note that a code was looked up; answers until when whoever did so may use it."""
    row = shown_row(programme_id, shown.digest, showing.who)
    demand_unused(row)
    first = row.shown_to == showing.who
    if not first or row.ends_at <= now_us():
        check_moment(shown, clock.now())
    if first and row.ends_at <= now_us():
        row.ends_at = to_us(clock.now() + timedelta(minutes=LOOKED_UP_MINUTES))
        row.save(update_fields=["ends_at"])
    return from_us(row.ends_at) if first or shown.says is None else end_of(shown.says)


def _meant(shown: Shown, one: MemberBenefit) -> bool:
    """Whether a benefit that the member has is one that may be used with what was shown."""
    if not kind_of(one.benefit).used or shown.benefit not in ("", one.benefit.id):
        return False
    return not shown.key or one.key == shown.key


def _usable(one: MemberBenefit, showing: Showing) -> Usable:
    """A benefit with what keeps it from being used here."""
    if one.used_up:
        until = "" if one.valid_until is None else one.valid_until.isoformat()
        return Usable(one, "benefit_used_up", {"benefit": one.benefit.id, "quota": one.quota, "until": until})
    try:
        check_use(one.benefit, NewUse("", one.holder, one.benefit.id, "", showing.place))
    except DomainError as error:
        return Usable(one, error.code, error.params)
    return Usable(one)


def _voucher(programme_id: int, shown: Shown, showing: Showing) -> VoucherView:
    return check_voucher(programme_id, NewVoucherUse(shown.voucher_code, "", "", showing.actor, showing.who))
