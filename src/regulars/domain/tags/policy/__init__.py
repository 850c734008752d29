"""Pure decisions: what definitions say, what has to be added up for them, and the SQL that does it."""
