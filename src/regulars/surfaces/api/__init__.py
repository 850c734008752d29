"""The HTTP API and the Segment endpoints."""
