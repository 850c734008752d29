"""The bench `clv`."""
