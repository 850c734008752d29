"""Reading keys, verifications, tills and their conflicts."""

from regulars.domain.verifications.queries.keys import list_code_keys
from regulars.domain.verifications.queries.listing import (
    codes_of_grant,
    count_grant_codes,
    every_verification,
    list_stores,
    list_verifications,
    verification,
)
from regulars.domain.verifications.queries.tills import list_conflicts, list_tills

__all__ = [
    "codes_of_grant",
    "count_grant_codes",
    "every_verification",
    "list_code_keys",
    "list_conflicts",
    "list_stores",
    "list_tills",
    "list_verifications",
    "verification",
]
