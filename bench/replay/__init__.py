"""The bench `replay`: ten million baskets through the club's programme."""
