"""The bench `faults`: senders that are killed, cut off and started again, and what the ledger says afterwards."""
