"""Sign-ins: how members come to their own pages, by a code sent to them or a token of the operator's app.

Invariants: of codes, tokens and sessions only hashes are stored; a code opens one session, a token of an app too; how
often somebody may ask and try is limited by identifier and by address, and no answer tells whether an identifier is
known. Members are never users of the console. Nothing here knows points or tiers.
"""
