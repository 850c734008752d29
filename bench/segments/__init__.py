"""Segments of a million members joined, cut and taken from each other: bitmaps against joins of tables."""
