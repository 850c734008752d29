"""Decisions about classes and scores, without a database."""
