"""Recency, frequency and money: five classes of members, how they move, and a value score with its parts.

It owns the grid that says which bands of the three make which class, every version of it, the weights of the value
score, and what was computed with them: a dated file of members for each end of a month, and one row that says of when
and how much it is. It reads the history only, sees nothing later than the instant it is asked for, and gives nobody a
class who never bought.
"""
