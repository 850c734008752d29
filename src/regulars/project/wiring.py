"""Who does what when something happened: the one place where contexts that do not know each other are joined."""

from regulars.domain.benefits import handlers as benefits
from regulars.domain.intake.operations.moments import MOMENT
from regulars.domain.ledger.operations.rises import RISEN
from regulars.platform import outbox, resealing
from regulars.project.sealed import SEALED


def wire() -> None:
    """Subscribe every handler to its topic, and register what contexts keep encrypted."""
    outbox.subscribe(RISEN, benefits.pack_for_rise)
    outbox.subscribe(MOMENT, benefits.benefit_for_moment)
    resealing.register(*SEALED)
