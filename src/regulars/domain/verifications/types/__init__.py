"""Values of this context: codes, verifications, tills."""
