"""A process that looks at what a drop left behind: stock, orders, points, and whether all of it adds up."""

from __future__ import annotations

import json
import os


def main() -> None:
    """Print it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    import django

    django.setup()
    from regulars.domain.programmes.queries import list_programmes
    from regulars.domain.proofs.checks import verify_ledger
    from regulars.domain.rewards.checks import verify_rewards
    from regulars.domain.rewards.queries import count_orders, item
    from regulars.domain.rewards.types.orders import OrderState

    programme_id = list_programmes()[0].programme_id
    stock = item(programme_id, "drop").stock
    wrong = len(verify_rewards(programme_id)) + len(verify_ledger(programme_id).divergences)
    placed = count_orders(programme_id, [OrderState.PLACED])[OrderState.PLACED]
    print(json.dumps({"sold": stock.sold, "reserved": stock.reserved, "placed": placed, "wrong": wrong}))


if __name__ == "__main__":
    main()
