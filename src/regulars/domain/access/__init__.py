"""Who may do what: users with roles, API keys with scopes, sign-in with throttling.

Invariants: a key's secret is stored only as a hash; what a role may do stands in `policy` and nowhere else.
Never knows what is behind a permission.
"""
