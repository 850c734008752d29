"""Where members stand on the ladder, and what is missing for the next tier."""
