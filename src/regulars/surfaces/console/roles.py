"""Roles, permissions and scopes as people call them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_ROLES: dict[str, tuple[Promise, Promise]] = {
    "admin": (_("Administrator"), _("Everything, including users and API keys.")),
    "operator": (_("Operator"), _("Members, points, imports and the programme.")),
    "analyst": (_("Analyst"), _("All figures and histories, with personal data masked.")),
    "service": (_("Service"), _("Members with their personal data; enrols new ones.")),
}
_SCOPES: dict[str, Promise] = {
    "events:write": _("Send events"),
    "members:read": _("Read members, balances and tiers"),
    "members:write": _("Enrol and change members"),
    "ledger:read": _("Read the ledger"),
    "programmes:read": _("Read the programme"),
    "programmes:write": _("Draft versions of the programme"),
    "programmes:review": _("Review versions of the programme"),
    "programmes:publish": _("Publish, try out, stop and roll back versions"),
    "segment:write": _("Send calls of the Segment protocol"),
    "partner:earn": _("Give points for a partner, and exchange its currency into points"),
    "partner:burn": _("Take points for a partner, and exchange points into its currency"),
    "partner:settle": _("Read what was done for partners, and settle it"),
    "recoveries:write": _("Ask for write-offs of what members owe"),
    "recoveries:approve": _("Approve and reject write-offs"),
    "corrections:write": _("Merge records, put events right, propose corrected rules"),
    "corrections:approve": _("Approve and reject corrected rules"),
    "outbox:read": _("Read notices in the outbox"),
    "insight:read": _("Read classes, scores, groups and cohorts"),
    "insight:write": _("Have classes, groups and cohorts computed anew"),
    "replays:read": _("Read replays and what came of them"),
    "replays:write": _("Put questions to replays"),
    "tags:read": _("Read tags, and what they say of members"),
    "tags:write": _("Put tags on members and compute tags"),
    "verifications:read": _("Read verifications and conflicts of tills"),
    "verifications:write": _("Look codes up, verify, undo within half an hour, and settle tills"),
    "verifications:reverse": _("Undo any verification"),
    "rewards:read": _("Read rewards, orders and vouchers without their codes"),
    "rewards:write": _("Keep the catalogue, its stock and its codes"),
    "orders:write": _("Order rewards for members, and cancel"),
    "orders:fulfil": _("Send, pay and refund orders"),
    "vouchers:use": _("Use codes at the till"),
    "benefits:read": _("Read benefits, grants and uses"),
    "benefits:write": _("Grant and withdraw benefits, choose and give them for members"),
    "benefits:use": _("Use benefits at the till, and take uses back"),
    "plans:read": _("Read plans, subscriptions and payments"),
    "plans:write": _("Keep plans, end subscriptions and give money back"),
    "subscriptions:write": _("Subscribe, change and cancel for members"),
    "identifiers:read": _("Read which identifiers are taken"),
    "identifiers:write": _("Set which identifiers are taken"),
    "consents:read": _("Read what members consent to"),
    "consents:write": _("Record and withdraw consents"),
    "privacy:read": _("Read requests for copies and erasure, and who looked at members"),
    "privacy:write": _("Ask for copies and erasure, approve and take back"),
    "data:read": _("Read the catalogue of events and their quality"),
    "data:write": _("Decide about events that wait for a person"),
    "duplicates:read": _("Read who may be one person"),
    "duplicates:write": _("Search for duplicates and decide about them"),
}


def role_name(role: str) -> str:
    """The role's name in the reader's language."""
    return str(_ROLES[role][0]) if role in _ROLES else role


def role_choices() -> list[tuple[str, str]]:
    """Roles with what they allow, for a form."""
    return [(role, f"{name} · {about}") for role, (name, about) in _ROLES.items()]


def scope_choices() -> list[tuple[str, str]]:
    """Scopes of API keys, for a form."""
    return [(scope, str(about)) for scope, about in _SCOPES.items()]
