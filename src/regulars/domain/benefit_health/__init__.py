"""The health of benefits: who can use each in a quarter, who does, what it costs, and what its users spend.

It reads the own history of a programme, never the ledger's rows, and judges what it counts against limits that are
rules of thumb and called so. Users are compared with members like them; that is never called an effect. Each flag may
come with a change that opens as a draft; nothing is changed by itself. It owns the last report of each programme.
"""
