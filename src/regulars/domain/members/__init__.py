"""Members: who takes part in a programme, by what they are known, and what they say of themselves.

Identifiers and names are stored encrypted; a keyed digest (the blind index) makes identifiers unique per
programme and findable. An identifier belongs to one member. Nothing here knows points or tiers.
"""
