"""Transfers: points that one member gives another.

A transfer is two facts that stand or fall together, one on each member's stream: the sender's `transfer_out` and the
receiver's `transfer_in`, which names the very lots that the first drew. Both members are locked in ascending order
before anything is looked at, so limits and balances cannot be overtaken by another transfer. What a transfer may be
is said by the programme; nothing here changes a balance but through the ledger's write door.
"""
