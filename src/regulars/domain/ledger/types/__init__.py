"""Values of the ledger: what is written, what is read."""

from regulars.domain.ledger.types.moving import DrawnLot, OpenLot, OrderRefund
from regulars.domain.ledger.types.standing import Held, Stand
from regulars.domain.ledger.types.views import (
    EventView,
    Expiring,
    GoalView,
    HouseTotals,
    LotView,
    TierChangeView,
    TransactionView,
    WalletBalance,
)
from regulars.domain.ledger.types.writing import EventResult, EventStatus, NewEvent, TickReport

__all__ = [
    "DrawnLot",
    "EventResult",
    "EventStatus",
    "EventView",
    "Expiring",
    "GoalView",
    "Held",
    "HouseTotals",
    "LotView",
    "NewEvent",
    "OpenLot",
    "OrderRefund",
    "Stand",
    "TickReport",
    "TierChangeView",
    "TransactionView",
    "WalletBalance",
]
