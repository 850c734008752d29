"""The kernel: what happens to one member after another, over integer arrays, compiled by Numba.

Every function here is plain Python over NumPy arrays and gives the same answers uncompiled. Nothing here knows
expressions, names or text: the programme arrives as tables (`layout.Plan`), a batch as columns (`layout.Columns`).
Invariants kept: a wallet's available points are what its open lots hold less its debt; every transaction's
points are the lots it made, less what it drew, less the debt it added.
"""
