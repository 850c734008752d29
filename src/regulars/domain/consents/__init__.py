"""Consents: what members allow for which purpose and by which channel, with the evidence for it.

Rows are added and never changed: a withdrawal is a row of its own. What holds at an instant is the latest row told by
then, of the member and of everybody who takes part as them since a merge; when the merge is undone, each has their own
again. Where nothing was told, nothing is allowed.
"""
