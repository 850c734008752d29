"""What the product is: one small Django app for each context.

Order, each may import those to its right: intake > tiers > ledger > members > programmes | access.
Operations are the only writers; queries return frozen dataclasses; models never leave their context.
"""
