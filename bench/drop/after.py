"""A process that looks at what a drop left behind: stock, and whether all of it adds up."""

from __future__ import annotations

import json
import os

from bench.drop.prepare import DROP


def main() -> None:
    """Print it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    import django

    django.setup()
    from regulars.domain.programmes.queries import list_programmes
    from regulars.domain.proofs.checks import verify_ledger
    from regulars.domain.rewards.checks import verify_rewards
    from regulars.domain.rewards.queries import item

    programme_id = list_programmes()[0].programme_id
    stock = item(programme_id, DROP).stock
    wrong = len(verify_rewards(programme_id)) + len(verify_ledger(programme_id).divergences)
    print(json.dumps({"sold": stock.sold, "reserved": stock.reserved, "wrong": wrong}))


if __name__ == "__main__":
    main()
