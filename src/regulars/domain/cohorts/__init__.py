"""How groups of members fare over time: repurchase, retention, stages of life, tiers, baskets, paths, associations.

All of it is counted on a history as of an instant and sees nothing later. What the history cannot tell is said beside
the figures: cohorts of a history that begins in the middle of things, windows that have not passed yet, and effects
that cannot be told from who chose to do something. It owns the last tables of each programme.
"""
