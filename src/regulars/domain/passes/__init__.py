"""Passes: the member's card in the wallet of their phone, of Apple and of Google.

It owns nothing in the database: a pass is made and signed when it is asked for, with keys that the operator keeps in
files. Without keys it is not offered. Passes carry the member's number or card and what they have at that moment; no
service for updates is named in them, so they change when the member fetches them anew.
"""
