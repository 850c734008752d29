"""Rewards: the mall in which members spend points 「积分商城」.

It owns the catalogue (items with price, stock, limits and who sees them), orders from reservation to delivery or
return, vouchers with their codes, and waiting lists. Points move by the ledger's own verbs: a reservation is a hold,
placing it a capture, an order at once a redemption, what comes back a return, all in the transaction that moves the
stock. Of an item `reserved + sold <= total` always holds, which the database itself checks. Members are locked before
items, and both in ascending order, so that nobody waits in a ring.
"""
