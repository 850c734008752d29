"""Who may do what: users with roles, API keys with scopes, sign-in with throttling."""
