"""Reading a history once through a programme."""

from regulars.domain.observations.operations.observing import Progress, observe

__all__ = ["Progress", "observe"]
