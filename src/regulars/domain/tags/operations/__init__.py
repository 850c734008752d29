"""Computing tags, making rules, and putting tags on members by hand."""

from regulars.domain.tags.operations.by_hand import Put, forget_member, make_manual_tag, put_tag, take_batch, take_tag
from regulars.domain.tags.operations.refreshing import Asked, refresh_tags
from regulars.domain.tags.operations.rules import (
    NewTag,
    RulePreview,
    change_rule,
    make_rule,
    preview_rule,
    set_tag_active,
)
from regulars.domain.tags.operations.running import ask_for_refresh, refresh_job, refresh_programme, spendable

__all__ = [
    "Asked",
    "NewTag",
    "Put",
    "RulePreview",
    "ask_for_refresh",
    "change_rule",
    "forget_member",
    "make_manual_tag",
    "make_rule",
    "preview_rule",
    "put_tag",
    "refresh_job",
    "refresh_programme",
    "refresh_tags",
    "set_tag_active",
    "spendable",
    "take_batch",
    "take_tag",
]
