"""Words of identifiers, consents, requests, duplicates and data."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.members.types import IdentifierKind, KeyRule
from regulars.domain.privacy.types import RequestKind, RequestState
from regulars.surfaces.console.people import KIND_NAMES
from regulars.surfaces.web.formatting import listed

PURPOSES: dict[str, Promise] = {
    "marketing": gettext_lazy("Marketing"),
    "profiling": gettext_lazy("Personal offers from behaviour"),
    "partners": gettext_lazy("Sharing with partners"),
    "research": gettext_lazy("Surveys and research"),
}
CHANNELS: dict[str, Promise] = {
    "email": gettext_lazy("E-mail"),
    "sms": gettext_lazy("Text message"),
    "push": gettext_lazy("App notice"),
    "wechat": gettext_lazy("WeChat"),
    "phone": gettext_lazy("Telephone"),
    "post": gettext_lazy("Post"),
}
REQUEST_KINDS: dict[RequestKind, Promise] = {
    RequestKind.COPY: gettext_lazy("Copy of the data"),
    RequestKind.ERASURE: gettext_lazy("Erasure"),
}
REQUEST_STATES: dict[RequestState, tuple[Promise, str]] = {
    RequestState.REQUESTED: (gettext_lazy("Asked for"), "tag-warn"),
    RequestState.APPROVED: (gettext_lazy("Approved, waiting"), "tag-warn"),
    RequestState.READY: (gettext_lazy("Ready"), "tag-good"),
    RequestState.DONE: (gettext_lazy("Done"), "tag-good"),
    RequestState.CANCELLED: (gettext_lazy("Taken back"), ""),
    RequestState.EXPIRED: (gettext_lazy("Deleted"), ""),
}
OUTCOMES: dict[str, Promise] = {
    "accepted": gettext_lazy("Taken in"),
    "late": gettext_lazy("Came late"),
    "duplicate": gettext_lazy("Sent again"),
    "unknown": gettext_lazy("Unknown member"),
    "rejected": gettext_lazy("Turned away"),
}
VIAS: dict[str, Promise] = {
    "console": gettext_lazy("Console"),
    "api": gettext_lazy("API"),
    "cli": gettext_lazy("Command line"),
    "counter": gettext_lazy("Counter"),
}
_LOOKS: dict[str, Promise] = {
    "audit": gettext_lazy("Audit trail"),
    "balance": gettext_lazy("Balances"),
    "balances": gettext_lazy("Balances"),
    "benefits": gettext_lazy("Benefits"),
    "campaign": gettext_lazy("Campaign"),
    "consents": gettext_lazy("Consents"),
    "copy_member": gettext_lazy("Copy of the data"),
    "correction": gettext_lazy("Corrected rule"),
    "counter": gettext_lazy("Counter"),
    "duplicates": gettext_lazy("Duplicates"),
    "erase_member": gettext_lazy("Erasure"),
    "events": gettext_lazy("Events"),
    "forecast": gettext_lazy("Forecast"),
    "grant": gettext_lazy("Grant"),
    "held_benefits": gettext_lazy("Benefits"),
    "insight": gettext_lazy("Insight"),
    "list": gettext_lazy("Members"),
    "look_up_code": gettext_lazy("Code at the counter"),
    "member": gettext_lazy("The member's page"),
    "members": gettext_lazy("Members"),
    "merges": gettext_lazy("Merges"),
    "merge_members": gettext_lazy("Merge"),
    "order": gettext_lazy("Order"),
    "orders": gettext_lazy("Orders"),
    "overview": gettext_lazy("Overview"),
    "parked_events": gettext_lazy("Whose event is it?"),
    "pilot": gettext_lazy("Pilot"),
    "pool": gettext_lazy("Family pool"),
    "pools": gettext_lazy("Family pools"),
    "predictions": gettext_lazy("Predictions"),
    "profile": gettext_lazy("Profile"),
    "recoveries": gettext_lazy("Points owed"),
    "reward": gettext_lazy("Waiting list"),
    "risks": gettext_lazy("Members by risk"),
    "segment": gettext_lazy("Segment"),
    "segments": gettext_lazy("Segments"),
    "study": gettext_lazy("Study"),
    "study_members": gettext_lazy("Study"),
    "subscription": gettext_lazy("Subscription"),
    "subscriptions": gettext_lazy("Subscriptions"),
    "tags": gettext_lazy("Tags"),
    "tier": gettext_lazy("Tier"),
    "transactions": gettext_lazy("Entries"),
    "transfer": gettext_lazy("Transfer"),
    "verifications": gettext_lazy("Verifications"),
}
_REASONS: dict[str, Promise] = {
    "name_same": gettext_lazy("same name"),
    "name_alike": gettext_lazy("similar name"),
    "mobile_alike": gettext_lazy("mobile differs in one digit"),
    "email_same_name": gettext_lazy("same name in the e-mail address"),
    "email_alike": gettext_lazy("similar e-mail address"),
    "birth_month_same": gettext_lazy("same month of birth"),
    "device_shared": gettext_lazy("use the same device"),
}


def look_name(what: str) -> str:
    """What somebody looked at."""
    known = _LOOKS.get(what)
    return str(known) if known else what.replace("_", " ")


def rule_name(rule: KeyRule) -> str:
    """What identifiers a rule is about."""
    if rule.name:
        return _("External id “%(name)s”") % {"name": rule.name}
    return str(KIND_NAMES[rule.kind])


def reasons_in_words(reasons: Sequence[str]) -> str:
    """Why two members may be one person."""
    return listed([_reason(one) for one in reasons])


def _reason(code: str) -> str:
    if code.startswith("met:"):
        kinds = [_kind(name) for name in code.removeprefix("met:").split("+")]
        return _("%(kinds)s of both came in one event") % {"kinds": listed(kinds)}
    known = _REASONS.get(code)
    return str(known) if known else code


def _kind(label: str) -> str:
    return str(KIND_NAMES[IdentifierKind(label)]) if label in set(IdentifierKind) else label
