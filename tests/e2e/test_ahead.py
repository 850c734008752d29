"""Pages that need somebody who falls, rises or owes: for everybody, on every screen."""

import pytest

from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.recoveries.operations import request_write_off
from regulars.domain.recoveries.types import NewWriteOff
from regulars.domain.tiers.operations import Progress, forecast_part
from regulars.platform import clock
from tests.e2e.test_every_page import findings, width
from tests.integration.ledger.stories import at, purchase
from tests.integration.recoveries.stories import install_recovery, owe
from tests.integration.tiers.stories import enrolled

FIRST = "a_recovery"
"""The console works on the programme whose code comes first."""


@pytest.mark.parametrize("phone", [False, True])
def test_what_is_ahead_and_owed_is_for_everybody(phone, signed_in, live_server) -> None:
    programme = install_recovery(FIRST)
    owes, falls, near = enrolled(programme, 3)
    day = (clock.now_us() - at(0)) // 86_400_000_000
    owe(programme, owes, 1, day - 100, 100)
    apply_batch(programme.id, [purchase(falls, 2, day - 360, 600), purchase(near, 3, day - 1, 450)])
    tick(programme.id, clock.now_us())
    request_write_off(programme.id, NewWriteOff(owes, "points", 10, "a mistake of ours", "olga"))
    forecast_part(programme.id, Progress())
    page, found, too_wide = signed_in("en", phone=phone), [], []
    for address in ("forecast/", "forecast/?tab=rising", "outbox/", "recovery/", f"members/{falls}/lock-tier"):
        page.goto(f"{live_server.url}/console/{address}")
        found += findings(page)
        assert page.locator("main .sheet, main form").count() > 0
        if width(page) > page.viewport_size["width"]:
            too_wide.append(address)
    assert (found, too_wide) == ([], [])
