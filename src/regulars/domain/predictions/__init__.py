"""Predictions: what members will likely do, each with its date, its horizon and how well it did in a back-test.

Models are fitted on a history as of an instant: lifetime value, the risk that a member stops buying, the date of the
next purchase, and what is bought next, again or for the first time. Each is held against a named naive baseline on a
later stretch of the same history; one that does not win is not used. It owns model cards and the files of scores. It
writes no events and changes no member, and it sees nothing that happened after the instant.
"""
