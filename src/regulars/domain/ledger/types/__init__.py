"""Values of the ledger: what is written, what is read, what is proven."""

from regulars.domain.ledger.types.proof import Divergence, ProofReport
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
    "Divergence",
    "EventResult",
    "EventStatus",
    "EventView",
    "Expiring",
    "GoalView",
    "HouseTotals",
    "LotView",
    "NewEvent",
    "ProofReport",
    "TickReport",
    "TierChangeView",
    "TransactionView",
    "WalletBalance",
]
