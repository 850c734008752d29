"""A plain interpreter of programmes: one member, one event, one expression at a time.

It is written from docs/concepts/engine.md and the model of the programme document alone and shares no code with
the engine's compiler or kernel: dictionaries, whole numbers and fractions, the standard library's calendar. It
is the oracle of the property test and the baseline of the bench `replay`, and it is not meant to be fast.
"""

from bench.interpreter.interpret import interpret
from bench.interpreter.member import Member

__all__ = ["Member", "interpret"]
