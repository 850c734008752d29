"""Corrections: two records of one person merged, an event voided or put right, a rule that should have been another.

Each of them restates members: what was posted stays, and the difference is posted as new entries. Each is shown as
that difference before it is done, says who did it and why, and is in the audit trail. A merge and its undoing keep
every lot; a corrected rule is proposed by one person and approved by another. Nothing here changes a balance but
through the ledger's write door.
"""
