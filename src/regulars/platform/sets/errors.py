"""Refusals of set computations."""

from regulars.platform.errors import Busy, Invalid, Missing


class SqlRefused(Invalid):
    """The text is no query that may run: it cannot be read, or does more than ask the views."""

    code = "sql_refused"


class SetsFailed(Busy):
    """The engine gave a computation up."""

    code = "sets_failed"


class SetsMissing(Missing):
    """The engine that the setting names needs something that this machine does not have."""

    code = "sets_missing"
