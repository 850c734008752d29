"""Campaigns: a benefit granted to everybody in a segment, once and only once each, and taken back from all.

It keeps who was meant, who got it and who did not and why. Segments say who is meant, benefits do the granting; this
context joins the two, for neither knows the other.
"""
