"""Duplicates: members who may be one person, with how likely that is and why, for people to decide.

Nothing is joined here by itself. Pairs come from two places: identifiers of both came in one event, or their records
are alike. Who was said not to be the same is not suggested again; who is merged by the corrections context stands here
no more. Personal data are compared in memory and never written.
"""
