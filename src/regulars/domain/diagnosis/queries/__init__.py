"""Reading diagnoses that were made, and the changes that were opened."""

from regulars.domain.diagnosis.queries.made import (
    find_opened,
    history_hash,
    last_diagnosis,
    list_opened,
)

__all__ = ["find_opened", "history_hash", "last_diagnosis", "list_opened"]
