"""Recipes; each says in its second line what it does."""
