"""The engine: events in, postings out, through one pure function.

Owns the programme document, the expressions in it, and `advance`, which turns member states and a batch of
events into new states and ledger transactions. It uses integers only, and it never touches a database,
a clock, the network or Django: time enters as `occurred_at` of events and as explicit ticks.
"""
