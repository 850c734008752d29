"""Replays on a Spark of two workers against the same replays here."""
