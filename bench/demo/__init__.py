"""The bench `demo`: loading the demo's year."""
