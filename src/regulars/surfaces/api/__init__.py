"""The HTTP API under `/api/v1`, the Segment endpoints under `/segment/v1`, and the probes.

Translates and nothing else: requests into operations and queries, refusals into problem documents (RFC 9457).
"""
