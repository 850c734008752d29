"""Decisions about partners: what an exchange comes to, caps, figures of a month, and where books differ."""
