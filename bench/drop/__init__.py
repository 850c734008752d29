"""The bench `drop`: a thousand pieces asked for by five thousand members at once, on both databases."""
