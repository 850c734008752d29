"""Programmes and their immutable versions; the live one, compiled."""
