"""Responses: what a programme would have done if members answered it, with every assumption stated.

It stands on the replay, which keeps behaviour as it was. Here baskets come in addition or stay away as the assumptions
say, and the changed history goes through the same engine. Members answer the difference between a draft and the
baseline: where there is none, it gives the plain replay to the point. Nothing is told without its range, and an
estimate is given only where the operator's own data can tell.
"""
