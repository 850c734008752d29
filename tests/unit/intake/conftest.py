"""What events are read against in these tests: a programme in yuan, on 15 June 2026."""

from datetime import UTC, datetime

import pytest

from regulars.domain.intake.types.values import Reading


@pytest.fixture
def reading():
    return Reading(
        programme_id=1,
        currency="CNY",
        currency_decimals=2,
        wallet_decimals={"points": 0, "miles": 1},
        spend_wallets=("points",),
        tiers=frozenset({"entry", "gold"}),
        attribute_types={"campaign": "text", "guests": "integer", "gift": "boolean"},
        member_attribute_types={"segment": "text", "children": "integer"},
        hold_minutes=30,
        longest_hold_minutes=1440,
        region="CN",
        now=datetime(2026, 6, 15, 4, tzinfo=UTC),
    )
