"""Tags: what is said of a member in one word or number.

Computed tags come from definitions in files and are computed over a history, all that are due in a few passes, into
one dated file with a row a member. Rule tags are expressions over these, made in the console. Manual tags are put on
members by people, and stay until a day or until somebody takes them off. Nothing here is needed to run a programme:
a file that is lost is computed again.
"""
