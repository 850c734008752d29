"""Verification at the counter: codes that members show, uses of benefits and vouchers by them, undone with a reason.

A member's code changes: it names the programme, the member and perhaps one benefit or voucher, is signed, good for a
minute and for one use. A voucher's code stays: it names one grant, or a voucher of the mall. Each verification is a
row, written once and only once together with the use that it stands for. Tills that work without a network check
signed codes by public keys, number what they did, and settle it later, each use once; what cannot be settled is kept
as a conflict until somebody resolves it. What is refused leaves a line in the audit trail and nothing else.
"""
