"""Regulars: design, replay, run and prove a membership programme."""

__version__ = "0.1.0"
