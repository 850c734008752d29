"""Pools: families that spend their points together 「家庭积分池」.

A pool holds no points. Each member's points stay in their own wallet; the pool's balance is the sum of what its
contributing members have available, and what is spent is drawn from their own lots: earliest expiry first, then
earliest earned, then lowest member. So somebody leaves with their own lots, and what comes back comes back to the lots
it was drawn from. A redemption of a pool is one `redeem` event for each contributor, all of them or none, with all
contributors locked in ascending order.
"""
