"""The ledger's tables as Django sees them: unmanaged, because SQL says more than Django's schema can.

`regulars.domain.ledger.migrations` makes the tables; `statements` holds the SQL of the write door. Queries read
through these models.
"""

from regulars.domain.ledger.models.accounts import Account, Draw, Lot, MemberState
from regulars.domain.ledger.models.history import GoalReached, HouseChange, HouseRollup, TierChange
from regulars.domain.ledger.models.log import Event, EventKey, Journal, LotUse, Posting

__all__ = [
    "Account",
    "Draw",
    "Event",
    "EventKey",
    "GoalReached",
    "HouseChange",
    "HouseRollup",
    "Journal",
    "Lot",
    "LotUse",
    "MemberState",
    "Posting",
    "TierChange",
]
