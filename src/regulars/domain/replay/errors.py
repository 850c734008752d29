"""Refusals of this context."""

from regulars.platform.errors import Busy, Conflict, Invalid, Missing


class ParameterUnknown(Missing):
    """The programme has no number at that address."""

    code = "parameter_unknown"


class SweepTooLong(Invalid):
    """More values than one run tries."""

    code = "sweep_too_long"


class GoalUnreadable(Invalid):
    """What is wanted of a search is neither a share of members on a tier nor a ceiling of what points are worth."""

    code = "goal_unreadable"


class SparkMissing(Missing):
    """A replay on Spark needs something that this machine does not have: pyspark, or Java."""

    code = "spark_missing"


class SparkSilent(Busy):
    """Nobody answered in time: the master, or the workers that it should have lent."""

    code = "spark_silent"


class SparkFailed(Busy):
    """Spark gave the work up."""

    code = "spark_failed"


class SparkUnlike(Conflict):
    """A worker has another version of Regulars, or of what it stands on, and might answer something else."""

    code = "spark_unlike"


class SparkApart(Conflict):
    """A worker does not see the folder that it has to write to."""

    code = "spark_apart"
