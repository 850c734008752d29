"""Benefits: what members have beside points, who used what where, and what may be given on.

What a member has by tier, birthday or anniversary is not stored: it follows from the programme in force, the member's
tier and what was used in the period. Rows (`Entitlement`) are kept only of what was granted: by hand, by a campaign, on
a rise, at a moment, by choice, as a gift, by a plan. A use is a row, written once and only once under the lock of whose
quota it is. Nothing here posts points; grants, uses and returns are told to the member's log as activities, through the
outbox, so that rules, history and replay know of them.
"""
