"""Arrivals: how many events came in by day and source, what became of them, and which kinds and fields they had.

Counted in the transaction that takes events in, so that what is undone was never counted. Nothing of a member is kept
but where the latest event of a kind stands.
"""
