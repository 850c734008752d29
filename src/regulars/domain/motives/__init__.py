"""Motives: what seems to bring members, read from what they do: saving, standing, being served, and other people.

It owns a score from 0 to 100 for each member and motive with the signs behind it, in dated files, and one row that says
of when and how much they are. It reads the history only and sees nothing later than the instant it is asked for. It
says nothing of a motive of which a history has no signs, and nothing of members who did too little to be told.
"""
