"""Pages of the library, of a draft and of the health of benefits on a phone, in Chinese, light and dark."""

import pytest

from regulars.domain.benefit_health.operations import read_health
from regulars.domain.history.operations import sync_history
from tests.e2e.test_every_page import findings, width


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_pages_fit_a_phone_and_everybody(shop, signed_in, live_server, complaints, settings, theme) -> None:
    settings.HISTORY_ROOT = settings.MEDIA_ROOT / "history"
    sync_history(shop.id)
    read_health(shop.id)
    page = signed_in("zh-hans", phone=True, theme=theme)
    page.goto(f"{live_server.url}/console/benefits/")
    page.get_by_role("button", name="在草稿中编写").click()
    address = page.url
    drafts = [f"{address}{place}" for place in ("", "monthly_coupon/", "new?kind=custom")]
    for target in [f"{live_server.url}/console/benefits/", f"{live_server.url}/console/benefits/health/", *drafts]:
        page.goto(target)
        page.wait_for_load_state("networkidle")
        assert (target, findings(page), width(page)) == (target, [], 390)
