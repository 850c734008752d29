"""The diagnosis: how a running programme does on its own history, and what would mend what is amiss.

Of what is observed of the live programme on a history it takes fifteen measures and six outcomes, and tells each in
figures, against a benchmark whose source is named, with the change of the programme that may help. A change opens as
a draft with its replay (`operations.open_proposal`); nothing is changed by itself. It owns the last diagnosis of each
programme and the replays of what was proposed. It never says anything about fewer members than
`policy.guarding.ENOUGH`.
"""
