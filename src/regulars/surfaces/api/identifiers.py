"""Which identifiers the programme takes, and taking one from a member."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from regulars.domain.members import operations
from regulars.domain.members.errors import KeyRuleMissing
from regulars.domain.members.queries import key_rules
from regulars.domain.members.types import IdentifierKind, KeyRule
from regulars.surfaces.api.identity_shapes import KeyRuleBody, KeyRuleShape
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import number_of

router = Router(tags=["members"])
READ, WRITE = Key("identifiers:read"), Key("identifiers:write")


@router.get("/identifiers", auth=READ, response=list[KeyRuleShape], summary="Which identifiers are taken")
def list_identifiers(request: HttpRequest) -> list[KeyRuleShape]:
    """All kinds, then external ids of further systems by name."""
    return [_shape(rule) for rule in key_rules(key_of(request).programme_id).rules]


@router.put("/identifiers/{kind}", auth=WRITE, response=KeyRuleShape, summary="Set how a kind is taken")
def set_identifiers(request: HttpRequest, kind: IdentifierKind, body: KeyRuleBody, name: str = "") -> KeyRuleShape:
    """It holds for events from now on. With `name`, external ids of a further system are declared."""
    key = key_of(request)
    rule = KeyRule(kind, name, **{**body.dict(), "blocked": tuple(body.blocked)})
    return _shape(operations.set_key_rule(key.programme_id, rule, key.created_by))


@router.delete("/identifiers/{kind}", auth=WRITE, response={204: None}, summary="Remove a further system's ids")
def remove_identifiers(request: HttpRequest, kind: IdentifierKind, name: str) -> Status[None]:
    """Of the kind `external_id`. 409: members have such ids; stop taking them instead."""
    key = key_of(request)
    if kind is not IdentifierKind.EXTERNAL_ID:
        raise KeyRuleMissing(name=name[:30])
    operations.remove_key_rule(key.programme_id, name, key.created_by)
    return Status(204, None)


@router.delete(
    "/members/{member_id}/identifiers/{kind}", auth=WRITE, response={204: None}, summary="Take an identifier away"
)
def detach_identifier(
    request: HttpRequest, member_id: str, kind: IdentifierKind, value: str, name: str = ""
) -> Status[None]:
    """It is nobody's afterwards; what came by it before stays the member's."""
    key = key_of(request)
    operations.detach_identifier(key.programme_id, number_of(member_id), (kind, name, value), key.created_by)
    return Status(204, None)


def _shape(rule: KeyRule) -> KeyRuleShape:
    return KeyRuleShape(**{**rule._asdict(), "blocked": list(rule.blocked)})
