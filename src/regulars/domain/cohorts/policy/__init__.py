"""Questions to a history and what is made of the answers."""
