"""The bench `restate`: what it takes to restate members, against replaying them and inserting what came of it."""
