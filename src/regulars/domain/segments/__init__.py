"""Segments: groups of members, told by an expression that is kept true, or listed once.

It owns the language of segments (columns of members, and functions over what happened), every version of every
segment, who is in it now, who was at any instant since it was made, and the instants at which time alone will move
somebody. It reads the history and what other contexts offer as columns, never the operational tables of the ledger; it
tells of entries and exits through the outbox. Segments made of each other form no circle.
"""
