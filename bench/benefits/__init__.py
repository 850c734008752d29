"""The bench `benefits`: verification over HTTP from 16 tills on PostgreSQL, against the bare transactions."""
