"""Where members stand on the ladder, how they came there, and what is missing for the next tier.

Owns no tables: standings follow from what the ledger and the engine know. Reads both, never writes.
"""
