"""One benefit as the API answers it: all that the programme says, who may have it, and what came of it."""

from __future__ import annotations

from regulars.domain.benefits.queries import figures_of
from regulars.domain.ledger.queries import tier_counts
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.verifications.queries import count_grant_codes
from regulars.engine.programme.benefit_holders import terms_at
from regulars.engine.programme.benefits import Benefit
from regulars.surfaces.api.benefit_answers import benefit_shape, gives, money
from regulars.surfaces.api.benefit_shapes import BenefitDetailShape, BenefitFiguresShape, BenefitTierShape
from regulars.surfaces.web.benefit_words import ways_of


def detail_shape(programme: LiveProgramme, benefit: Benefit) -> BenefitDetailShape:
    """A benefit of the programme in force with everything around it."""
    document = programme.document
    return BenefitDetailShape(
        **benefit_shape(document, benefit).dict(),
        terms=benefit.terms.model_dump(mode="json", exclude_none=True),
        tiers=_tiers(programme, benefit),
        members=benefit.members,
        ways=ways_of(document, benefit),
        valid_days=benefit.valid_days,
        by_hand=benefit.by_hand,
        on_rise=benefit.on_rise,
        replaces=list(benefit.replaces),
        figures=_figures(programme, benefit),
    )


def _tiers(programme: LiveProgramme, benefit: Benefit) -> list[BenefitTierShape]:
    document, counts = programme.document, tier_counts(programme.id)
    return [
        BenefitTierShape(
            tier=tier.id,
            gives=gives(benefit, terms_at(document, benefit, tier.id), document.currency),
            quota=allowance.quota,
            per=allowance.per,
            members=counts.get(tier.id, 0),
        )
        for tier in document.ladder.tiers
        if (allowance := benefit.tiers.get(tier.id)) is not None
    ]


def _figures(programme: LiveProgramme, benefit: Benefit) -> BenefitFiguresShape:
    told = figures_of(programme.id, benefit.id)
    return BenefitFiguresShape(
        grants=told.grants,
        open_grants=told.open_grants,
        grant_holders=told.grant_holders,
        withdrawn_grants=told.withdrawn,
        codes=count_grant_codes(programme.id, benefit.id),
        uses=told.uses,
        users=told.users,
        returned_uses=told.returned,
        cost=money(told.cost_minor, programme.document.currency),
        last_used_at=told.last_used_at,
        ratings=told.ratings,
        rating=told.rating,
    )
