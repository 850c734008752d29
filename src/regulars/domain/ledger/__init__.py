"""The event log, the double-entry ledger and the one write door."""
