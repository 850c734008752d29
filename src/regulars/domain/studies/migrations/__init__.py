"""Tables of this context as they came about."""
