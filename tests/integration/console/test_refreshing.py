"""Results that everybody sees are computed anew by those who manage them; others see them without the button."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

REFRESHES = {
    "forecast": "refresh_forecast",
    "predictions": "refresh_predictions",
    "tags": "refresh_tags",
    "diagnosis": "make_diagnosis",
    "benefit_health": "read_benefit_health",
    "study_histories": "refresh_history",
}


@pytest.mark.parametrize("page", REFRESHES)
def test_who_may_not_refresh_sees_no_button(club, client_as, page) -> None:
    address = reverse(f"console:{REFRESHES[page]}")
    for role, may in (("analyst", False), ("operator", True)):
        client = client_as(role)
        shown = client.get(reverse(f"console:{page}"))
        assert shown.status_code == 200
        assert (f'action="{address}' in shown.content.decode()) is may
        assert client.post(address).status_code == (302 if may else 403)


def test_insight_is_refreshed_by_who_manages_it(club, client_as) -> None:
    address, page = reverse("console:refresh_insight", args=["rfm"]), reverse("console:insight", args=["rfm"])
    analyst, operator = client_as("analyst"), client_as("operator")
    assert address not in analyst.get(page).content.decode()
    assert address in operator.get(page).content.decode()
    assert analyst.post(address).status_code == 403


def test_operators_read_the_outbox(club, client_as) -> None:
    operator, outbox = client_as("operator"), reverse("console:outbox")
    assert operator.get(outbox).status_code == 200
    assert outbox in operator.get(reverse("console:forecast")).content.decode()
    assert client_as("analyst").get(outbox).status_code == 403
