"""Plans: membership that is paid for 「付费会员」.

It owns plans (price, period, trial, grace, what they give), subscriptions with their periods, and payments. Money is
taken by the operator's own payment page, through an adapter; here stand references only, never anything of a card.
The periods of a subscription follow each other by local days without gap or overlap. A payment is counted once,
however often and in whatever order its notices come, and money that came for nothing is sent back. A tier is given by
the ledger's own tier grants, benefits by grants of the benefits context, and every change is told to the member's log.
"""
