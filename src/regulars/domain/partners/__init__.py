"""Partners: members earn and spend points elsewhere, and change points into a partner's currency and back.

Owns partners with their keys and caps, dated rates, the items of what was done for a partner, monthly statements, and
what differs from the partner's own books. An item is written in the transaction of the ledger event that it stands
for, and neither items nor rates ever change: what is wrong is reversed by another item. It never moves points itself.
"""
