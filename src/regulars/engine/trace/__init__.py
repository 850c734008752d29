"""Why a ledger transaction is as it is: as data, and in words in both languages.

Owns the steps of an explanation and their texts. It reads what the transaction, its lot and its event say and
never works points out anew, so it cannot disagree with the ledger.
"""

from regulars.engine.trace.explaining import explain
from regulars.engine.trace.types import Draw, Param, Step, Trace, TraceInput
from regulars.engine.trace.words import words

__all__ = ["Draw", "Param", "Step", "Trace", "TraceInput", "explain", "words"]
