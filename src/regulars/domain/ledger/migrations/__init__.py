"""Migrations of the ledger; the tables themselves stand in `_tables`, once for both databases."""
