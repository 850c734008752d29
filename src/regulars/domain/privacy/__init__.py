"""Privacy: copies of all that is kept of one member, their erasure, and who looked at them.

What is kept of members lies in many contexts; each part of it is registered where the project is wired, with how it is
told and how it is taken away. Nobody erases alone: one asks, another looks at it, and it is carried out after a
waiting period in which it can be taken back. Erasure takes what is personal; entries of the ledger, their sums and
hash chains stay as they were, under a number that leads to nobody.
"""
