"""What may be corrected, and what comes of it. Pure: the decision, not the look-up."""
