"""Observations: what a history shows of its members once it was run through a programme.

A history is read once, in chunks side by side, through the programme, as a replay does. Of each chunk remain a row for
each member, a row for each rise, and counts by rule, multiplier, goal, tier, lot and gap; and of the history as data,
what is missing and odd in it. It owns what is counted and how, and judges nothing: the diagnosis does. It keeps
nothing and changes nothing.
"""
