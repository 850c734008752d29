"""Django plumbing without business words: errors, clock, encryption, databases, group commit, jobs, paging.

Never imports from `regulars.domain` or above.
"""
