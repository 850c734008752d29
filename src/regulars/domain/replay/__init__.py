"""The replay: what a programme would have done on a history, before members see it.

It reads histories, runs any programme over them with the live engine, some members at a time, and tells what came of
it: tiers, points, cost, who gains and who loses. What members did stays as it was: nobody buys more or less than in the
history. It never writes to the database.
"""
