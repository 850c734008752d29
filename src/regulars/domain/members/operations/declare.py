"""What an operator declares of identifiers: which are taken, how many, which stand for nobody."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.domain.members.errors import KeyRuleMissing, KeyRuleUsed
from regulars.domain.members.models import Identifier, KeyRuleRow
from regulars.domain.members.policy.rules import checked
from regulars.domain.members.types import IdentifierKind, KeyRule
from regulars.platform import audit


@transaction.atomic
def set_key_rule(programme_id: int, rule: KeyRule, actor: str) -> KeyRule:
    """Let the rule hold for events from now on; identifiers that members have stay. Raises KeyRuleInvalid."""
    rule = checked(rule)
    values: dict[str, Any] = {**rule._asdict(), "blocked": list(rule.blocked), "on_blocked": rule.on_blocked.value}
    del values["kind"], values["name"]
    which: dict[str, Any] = {"programme_id": programme_id, "kind": rule.kind.value, "name": rule.name}
    KeyRuleRow.objects.update_or_create(**which, defaults=values)
    told = {**values, "blocked": len(rule.blocked)}  # the values themselves could be somebody's
    audit.record(actor, "key_rule_set", f"identifiers {rule.label}", told)
    return rule


@transaction.atomic
def remove_key_rule(programme_id: int, name: str, actor: str) -> None:
    """Take external ids of a name out of the settings; raises KeyRuleMissing, and KeyRuleUsed once there is one."""
    which = {"programme_id": programme_id, "kind": IdentifierKind.EXTERNAL_ID.value, "name": name}
    row = KeyRuleRow.objects.filter(**which).exclude(name="").first()
    if row is None:
        raise KeyRuleMissing(name=name[:30])
    if Identifier.objects.filter(**which).exists():
        raise KeyRuleUsed(name=name)
    row.delete()
    audit.record(actor, "key_rule_removed", f"identifiers external_ids.{name}")
