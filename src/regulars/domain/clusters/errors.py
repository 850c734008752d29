"""Refusals of this context."""

from regulars.platform.errors import Conflict, Missing


class ClustersMissing(Missing):
    """No groups were made yet."""

    code = "clusters_missing"


class ClustersTooFew(Conflict):
    """Fewer members bought in the window than groups can be made and judged of."""

    code = "clusters_too_few"


class ClustersTooShort(Conflict):
    """The history does not reach back far enough to make groups and judge them by what came later."""

    code = "clusters_too_short"
