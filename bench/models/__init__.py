"""The bench `models`."""
