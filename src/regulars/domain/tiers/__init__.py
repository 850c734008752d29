"""Where members stand on the ladder, what is missing for the next tier, who will rise or fall, and tiers by hand.

Standings follow from what the ledger and the engine know. A forecast is what the live engine itself says when nothing
happens until the next review or evaluation; the table of forecasts is a copy of that, made anew every day, and may be
emptied at any time. Locks, granted tiers and status matches are events that go through the ledger's write door; a
status match is kept here too, for it is given once per member and other programme.
"""
