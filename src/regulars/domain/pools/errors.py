"""Refusals of this context. Points in parameters are as people count them."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class PoolsOff(Refused):
    """The programme has no pools, or none for points of this wallet."""

    code = "pools_off"


class PoolMissing(Missing):
    """There is no such pool in this programme."""

    code = "pool_missing"


class PoolClosed(Refused):
    """The pool is closed."""

    code = "pool_closed"


class PoolFull(Refused):
    """The pool has as many members, with those invited, as the programme allows."""

    code = "pool_full"


class InAnotherPool(Conflict):
    """The member is in a pool already; a member is in one at most."""

    code = "in_another_pool"


class InvitedAlready(Conflict):
    """The member is in this pool, or invited to it."""

    code = "invited_already"


class InvitationMissing(Missing):
    """The member is not invited to this pool."""

    code = "invitation_missing"


class NotInPool(Missing):
    """The member is not in this pool."""

    code = "not_in_pool"


class OwnerStays(Refused):
    """Whose pool it is cannot leave it or be removed; the pool can be closed."""

    code = "owner_stays"


class PoolPointsInvalid(Invalid):
    """A redemption, a return or a limit is of more than nothing."""

    code = "pool_points_invalid"


class MayNotSpend(Refused):
    """The member has no right to spend from this pool."""

    code = "may_not_spend"


class SpendingLimitReached(Refused):
    """With this redemption the member would have spent more than they may in a month."""

    code = "spending_limit_reached"


class SpendingTooSmall(Refused):
    """The wallet asks for more points in one redemption."""

    code = "spending_too_small"


class SpendingNotAStep(Refused):
    """The wallet's points are spent in whole steps only."""

    code = "spending_not_a_step"


class SpendingAboveShare(Refused):
    """Points may pay a smaller share of an order."""

    code = "spending_above_share"


class RedemptionConflict(Conflict):
    """Another redemption was made under this id."""

    code = "redemption_conflict"


class RedemptionMissing(Missing):
    """There is no redemption of a pool with this id."""

    code = "redemption_missing"


class ReturnTooLarge(Refused):
    """More than is left of the redemption cannot come back."""

    code = "pool_return_too_large"
