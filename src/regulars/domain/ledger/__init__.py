"""The event log, the double-entry ledger and the one write door.

Owns every event accepted for a member, the journal that follows from the events, its postings, lots and
balances, and the history of tiers and goals. Invariants: an event is in the log once; log and journal are
gapless per member and never changed; the postings of an entry sum to zero; balances, lots and tiers are what
the engine makes of the log. Only `operations` write. Who members are, this context does not know.
"""
