"""How alike two members are."""
