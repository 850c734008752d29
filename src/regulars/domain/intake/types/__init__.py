"""Public events, what they become, and what intake answers."""
