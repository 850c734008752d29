"""The health of benefits: who can use each in a quarter, who does, what it costs, and what its users spend.

It reads the own history of a programme, never the ledger's rows, and judges what it counts against limits that are
rules of thumb and called so. Benefits are those of the versions in force in the quarter, on the days on which they
stood. Users are compared with members like them; that is never called an effect. Each flag may come with a change that
opens as a draft; nothing is changed by itself. It owns a report for each programme and quarter, and what was opened.
"""
