import pytest

from regulars.domain.access.errors import PermissionDenied
from regulars.domain.access.policy import PERMISSIONS, Permission, demand, permits
from regulars.domain.access.types import ROLES

EVERYBODY = {"admin", "operator", "analyst", "service"}
EXPECTED = {
    Permission.SEE_OVERVIEW: {"admin", "operator", "analyst"},
    Permission.SEE_MEMBERS: EVERYBODY,
    Permission.SEE_PERSONAL_DATA: {"admin", "operator", "service"},
    Permission.SEE_LEDGER: EVERYBODY,
    Permission.SEE_PROGRAMME: EVERYBODY,
    Permission.ENROL_MEMBERS: {"admin", "operator", "service"},
    Permission.GRANT_POINTS: {"admin", "operator"},
    Permission.IMPORT_EVENTS: {"admin", "operator"},
    Permission.DRAFT_PROGRAMME: {"admin", "operator", "analyst"},
    Permission.REVIEW_PROGRAMME: {"admin", "operator"},
    Permission.PUBLISH_PROGRAMME: {"admin", "operator"},
    Permission.MANAGE_ACCESS: {"admin"},
    Permission.SEE_AUDIT: {"admin"},
    Permission.SEE_OUTBOX: {"admin", "operator"},
    Permission.TRANSFER_POINTS: {"admin", "operator"},
    Permission.MANAGE_POOLS: {"admin", "operator", "service"},
    Permission.SEE_PARTNERS: {"admin", "operator", "analyst"},
    Permission.MANAGE_PARTNERS: {"admin", "operator"},
    Permission.SEE_FORECASTS: {"admin", "operator", "analyst"},
    Permission.SEE_STUDIES: {"admin", "operator", "analyst"},
    Permission.RUN_STUDIES: {"admin", "operator", "analyst"},
    Permission.SET_TIERS: {"admin", "operator"},
    Permission.REQUEST_WRITE_OFFS: {"admin", "operator", "service"},
    Permission.APPROVE_WRITE_OFFS: {"admin", "operator"},
    Permission.MERGE_MEMBERS: {"admin", "operator"},
    Permission.CORRECT_EVENTS: {"admin", "operator"},
    Permission.PROPOSE_CORRECTIONS: {"admin", "operator", "analyst"},
    Permission.APPROVE_CORRECTIONS: {"admin", "operator"},
    Permission.MANAGE_REWARDS: {"admin", "operator"},
    Permission.FULFIL_ORDERS: {"admin", "operator", "service"},
    Permission.MANAGE_BENEFITS: {"admin", "operator"},
    Permission.GRANT_BENEFITS: {"admin", "operator", "service"},
    Permission.VERIFY_BENEFITS: {"admin", "operator", "service"},
    Permission.REVERSE_VERIFICATIONS: {"admin", "operator"},
    Permission.MANAGE_TILLS: {"admin", "operator"},
    Permission.SEE_PLANS: EVERYBODY,
    Permission.CANCEL_PLANS: {"admin", "operator", "service"},
    Permission.MANAGE_PLANS: {"admin", "operator"},
    Permission.SEE_INSIGHT: {"admin", "operator", "analyst"},
    Permission.MANAGE_INSIGHT: {"admin", "operator"},
    Permission.MANAGE_TAGS: {"admin", "operator"},
    Permission.MANAGE_IDENTIFIERS: {"admin", "operator"},
    Permission.MANAGE_CONSENTS: {"admin", "operator", "service"},
    Permission.HANDLE_PRIVACY: {"admin", "operator", "service"},
    Permission.ERASE_MEMBERS: {"admin", "operator"},
    Permission.SEE_ACCESS_LOG: {"admin", "operator"},
    Permission.SEE_DATA: {"admin", "operator", "analyst"},
}


def test_every_role_has_its_permissions() -> None:
    assert set(PERMISSIONS) == set(ROLES)


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_belongs_to_these_roles(permission: Permission) -> None:
    assert {role for role in ROLES if permits(role, permission)} == EXPECTED[permission]


def test_an_unknown_role_may_nothing() -> None:
    assert not any(permits("cleaner", permission) for permission in Permission)


def test_a_demand_names_role_and_permission() -> None:
    demand("service", Permission.SEE_PERSONAL_DATA)
    with pytest.raises(PermissionDenied) as refused:
        demand("analyst", Permission.SEE_PERSONAL_DATA)
    assert refused.value.code == "permission_denied"
    assert refused.value.params == {"role": "analyst", "permission": "see_personal_data"}
