"""Reading the ledger: members, the programme as a whole, and why an entry is as it is."""

from regulars.domain.ledger.queries.explaining import engine_states, explain
from regulars.domain.ledger.queries.house import (
    count_active_members,
    count_members,
    newest_events,
    programme_totals,
    tier_counts,
)
from regulars.domain.ledger.queries.members import (
    balances,
    event_of,
    events,
    events_of_entries,
    expiries,
    goals_reached,
    lots,
    tier_changes,
    transaction,
    transactions,
    transactions_of_event,
    voids_of,
)
from regulars.domain.ledger.queries.moving import (
    available_points,
    drawn_lots,
    next_instant,
    open_lots,
    refunded_orders,
    unreturned_points,
)
from regulars.domain.ledger.queries.standing import count_members_since, members_since, stands

__all__ = [
    "available_points",
    "balances",
    "count_active_members",
    "count_members",
    "count_members_since",
    "drawn_lots",
    "engine_states",
    "event_of",
    "events",
    "events_of_entries",
    "expiries",
    "explain",
    "goals_reached",
    "lots",
    "members_since",
    "newest_events",
    "next_instant",
    "open_lots",
    "programme_totals",
    "refunded_orders",
    "stands",
    "tier_changes",
    "tier_counts",
    "transaction",
    "transactions",
    "transactions_of_event",
    "unreturned_points",
    "voids_of",
]
