"""Programmes and their versions; the live one, compiled.

Invariants: a version never changes once installed; a programme has at most one live version; a wallet keeps its
number in all versions, for the ledger writes numbers. Never knows members or points.
"""
