"""What each role may do. Pure: the decision, not the look-up."""

from collections.abc import Mapping
from enum import StrEnum

from regulars.domain.access.errors import PermissionDenied


class Permission(StrEnum):
    """What the console, and later the portal, ask before they show or do something."""

    SEE_OVERVIEW = "see_overview"
    SEE_MEMBERS = "see_members"
    SEE_PERSONAL_DATA = "see_personal_data"
    SEE_LEDGER = "see_ledger"
    SEE_PROGRAMME = "see_programme"
    ENROL_MEMBERS = "enrol_members"
    GRANT_POINTS = "grant_points"
    TRANSFER_POINTS = "transfer_points"
    MANAGE_POOLS = "manage_pools"
    IMPORT_EVENTS = "import_events"
    DRAFT_PROGRAMME = "draft_programme"
    REVIEW_PROGRAMME = "review_programme"
    PUBLISH_PROGRAMME = "publish_programme"
    MANAGE_ACCESS = "manage_access"
    SEE_AUDIT = "see_audit"
    SEE_OUTBOX = "see_outbox"
    SEE_PARTNERS = "see_partners"
    MANAGE_PARTNERS = "manage_partners"
    SEE_FORECASTS = "see_forecasts"
    SEE_STUDIES = "see_studies"
    RUN_STUDIES = "run_studies"
    SEE_INSIGHT = "see_insight"
    MANAGE_INSIGHT = "manage_insight"
    MANAGE_TAGS = "manage_tags"
    SET_TIERS = "set_tiers"
    REQUEST_WRITE_OFFS = "request_write_offs"
    APPROVE_WRITE_OFFS = "approve_write_offs"
    MERGE_MEMBERS = "merge_members"
    CORRECT_EVENTS = "correct_events"
    PROPOSE_CORRECTIONS = "propose_corrections"
    APPROVE_CORRECTIONS = "approve_corrections"
    MANAGE_REWARDS = "manage_rewards"
    FULFIL_ORDERS = "fulfil_orders"
    MANAGE_BENEFITS = "manage_benefits"
    GRANT_BENEFITS = "grant_benefits"
    VERIFY_BENEFITS = "verify_benefits"
    REVERSE_VERIFICATIONS = "reverse_verifications"
    MANAGE_TILLS = "manage_tills"
    SEE_PLANS = "see_plans"
    CANCEL_PLANS = "cancel_plans"
    MANAGE_PLANS = "manage_plans"
    MANAGE_IDENTIFIERS = "manage_identifiers"
    MANAGE_CONSENTS = "manage_consents"
    HANDLE_PRIVACY = "handle_privacy"
    ERASE_MEMBERS = "erase_members"
    SEE_ACCESS_LOG = "see_access_log"
    SEE_DATA = "see_data"


_SEE = frozenset({Permission.SEE_MEMBERS, Permission.SEE_LEDGER, Permission.SEE_PROGRAMME, Permission.SEE_PLANS})
_SERVICE = _SEE | {
    Permission.SEE_PERSONAL_DATA,
    Permission.ENROL_MEMBERS,
    Permission.MANAGE_POOLS,
    Permission.REQUEST_WRITE_OFFS,
    Permission.FULFIL_ORDERS,
    Permission.GRANT_BENEFITS,
    Permission.VERIFY_BENEFITS,
    Permission.CANCEL_PLANS,
    Permission.MANAGE_CONSENTS,
    Permission.HANDLE_PRIVACY,
}
_ANALYST = _SEE | {
    Permission.SEE_OVERVIEW,
    Permission.DRAFT_PROGRAMME,
    Permission.SEE_PARTNERS,
    Permission.SEE_FORECASTS,
    Permission.SEE_STUDIES,
    Permission.RUN_STUDIES,
    Permission.SEE_INSIGHT,
    Permission.PROPOSE_CORRECTIONS,
    Permission.SEE_DATA,
}
_OPERATOR = (
    _SERVICE
    | _ANALYST
    | {
        Permission.GRANT_POINTS,
        Permission.TRANSFER_POINTS,
        Permission.IMPORT_EVENTS,
        Permission.REVIEW_PROGRAMME,
        Permission.PUBLISH_PROGRAMME,
        Permission.MANAGE_PARTNERS,
        Permission.SET_TIERS,
        Permission.APPROVE_WRITE_OFFS,
        Permission.MERGE_MEMBERS,
        Permission.CORRECT_EVENTS,
        Permission.APPROVE_CORRECTIONS,
        Permission.REVERSE_VERIFICATIONS,
        Permission.MANAGE_TILLS,
        Permission.MANAGE_REWARDS,
        Permission.MANAGE_BENEFITS,
        Permission.MANAGE_PLANS,
        Permission.MANAGE_INSIGHT,
        Permission.MANAGE_TAGS,
        Permission.MANAGE_IDENTIFIERS,
        Permission.ERASE_MEMBERS,
        Permission.SEE_ACCESS_LOG,
        Permission.SEE_OUTBOX,
    }
)

PERMISSIONS: Mapping[str, frozenset[Permission]] = {
    "admin": frozenset(Permission),
    "operator": _OPERATOR,
    "analyst": _ANALYST,
    "service": _SERVICE,
}


def permits(role: str, permission: Permission) -> bool:
    """Whether the role includes the permission; an unknown role includes none."""
    return permission in PERMISSIONS.get(role, frozenset())


def demand(role: str, permission: Permission) -> None:
    """Raise PermissionDenied unless the role includes the permission."""
    if not permits(role, permission):
        raise PermissionDenied(role=role, permission=permission.value)
