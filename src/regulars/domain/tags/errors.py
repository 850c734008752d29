"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing


class TagMissing(Missing):
    """There is no such tag."""

    code = "tag_missing"


class TagsNotComputed(Missing):
    """No tags were computed yet, or none as of that day."""

    code = "tags_not_computed"


class RuleUnreadable(Invalid):
    """The expression of a rule tag cannot be used."""

    code = "tag_rule_unreadable"


class RuleCircle(Conflict):
    """Rules would be made of each other in a circle."""

    code = "tag_rule_circle"


class TagInUse(Conflict):
    """Rules or segments name the tag, so it cannot be taken out of use."""

    code = "tag_in_use"


class TagNameTaken(Conflict):
    """Another tag has this name."""

    code = "tag_name_taken"


class TagNameWrong(Invalid):
    """A tag's name is a word of small letters, digits and underscores, and it has words in both languages."""

    code = "tag_name_wrong"


class TagListWrong(Invalid):
    """A list of members to tag names some that do not exist."""

    code = "tag_list_wrong"


class NothingToTakeOff(Conflict):
    """The member does not have this tag, or what was put on was taken off already."""

    code = "tag_not_on_member"
