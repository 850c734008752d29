"""What shows that the ledger is right, to those who run it and to those who do not trust them.

Owns the proofs of sums, balances, chains and replay, and the anchors that are signed over the heads of the chains.
It reads the ledger's rows as they stand, which no other context may, and never changes them.
"""
