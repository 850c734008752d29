"""Who does what when something happened: the one place where contexts that do not know each other are joined."""

from regulars.domain.benefits import handlers as benefits
from regulars.domain.intake.operations.moments import MOMENT
from regulars.domain.ledger.operations.rises import RISEN
from regulars.domain.privacy import operations as privacy
from regulars.domain.segments.queries import segments_naming
from regulars.domain.tags.queries import register_uses
from regulars.platform import outbox, resealing
from regulars.project.personal import BLOCKERS, ERASERS, PARTS
from regulars.project.sealed import SEALED


def wire() -> None:
    """Subscribe every handler to its topic, and register what is encrypted, kept of members, and names tags."""
    outbox.subscribe(RISEN, benefits.pack_for_rise)
    outbox.subscribe(MOMENT, benefits.benefit_for_moment)
    resealing.register(*SEALED)
    register_uses("segments", segments_naming)
    privacy.register_parts(*PARTS)
    privacy.register_erasers(*ERASERS)
    privacy.register_blockers(*BLOCKERS)
