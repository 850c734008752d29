"""Corrected rules as pages show them: states, sums, and members for whom something changes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.corrections.types import CorrectionState, LineView, Narrow, Totals
from regulars.domain.ledger.types import Held
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import Holding, TierBadge, tier_badges
from regulars.surfaces.console.version_words import StateWords

STATES: dict[CorrectionState, StateWords] = {
    CorrectionState.PREVIEWING: StateWords(_("The preview is being made"), "", "clock"),
    CorrectionState.PROPOSED: StateWords(_("Waits for a decision"), "tag-note", "clock"),
    CorrectionState.REJECTED: StateWords(_("Rejected"), "tag-bad", "x"),
    CorrectionState.POSTING: StateWords(_("Is being posted"), "tag-note", "refresh"),
    CorrectionState.POSTED: StateWords(_("Posted to the ledger"), "tag-good", "check"),
}
NARROWED: dict[Narrow, Promise] = {
    Narrow.ALL: _("All"),
    Narrow.UP: _("Rise"),
    Narrow.DOWN: _("Fall"),
    Narrow.BELOW_ZERO: _("Below zero"),
    Narrow.DIFFERENT: _("Otherwise than foreseen"),
}


@dataclass(frozen=True)
class TotalsView:
    """Sums of a preview or of what was posted; points by wallet, added and taken."""

    totals: Totals
    added: tuple[Holding, ...]
    taken: tuple[Holding, ...]


@dataclass(frozen=True)
class ChangeLine:
    """A member with tier and wallets, now and then; `points` of each wallet as before, after and change."""

    line: LineView
    label: str
    tier: TierBadge
    tier_then: TierBadge
    points: tuple[tuple[Holding, Holding, Holding], ...]


def totals_view(programme: Programme, totals: Totals) -> TotalsView:
    """The sums, by wallet in the programme's order."""
    added, taken = (
        tuple(Holding(wallet, side[wallet.id]) for wallet in programme.wallets if wallet.id in side)
        for side in (totals.added, totals.taken)
    )
    return TotalsView(totals, added, taken)


def change_line(programme: Programme, line: LineView, labels: Mapping[int, str]) -> ChangeLine:
    """A member for whom something changes: as it was posted, else as it is foreseen."""
    before, after = line.told
    badges = tier_badges(programme)
    points = []
    for wallet in programme.wallets:
        old, new = (one.wallets.get(wallet.id, Held()).available for one in (before, after))
        if old != new:
            points.append((Holding(wallet, old), Holding(wallet, new), Holding(wallet, new - old)))
    return ChangeLine(
        line=line,
        label=labels.get(line.member_id, f"#{line.member_id}"),
        tier=_badge(badges, before.tier),
        tier_then=_badge(badges, after.tier),
        points=tuple(points),
    )


class _Written:
    """Takes what the writer writes."""

    text = ""

    def write(self, text: str) -> None:
        """Keep a line."""
        self.text = text


def changes_csv(programme: Programme, lines: Iterable[LineView]) -> Iterator[str]:
    """Line by line: a row for each member, with what is available in each wallet before and after."""
    written = _Written()
    writer = csv.writer(written)
    columns = [f"{wallet.id}_{name}" for wallet in programme.wallets for name in ("before", "after")]
    writer.writerow(("member", "tier_before", "tier_after", *columns, "below_zero", "posted", "as_foreseen"))
    yield "\ufeff" + written.text
    for line in lines:
        before, after = line.told
        points = [
            str(Decimal(stand.wallets.get(wallet.id, Held()).available).scaleb(-wallet.decimals))
            for wallet in programme.wallets
            for stand in (before, after)
        ]
        marks = ["yes" if mark else "no" for mark in (line.change.below_zero, line.posted, not line.differs)]
        writer.writerow((line.member_id, before.tier, after.tier, *points, *marks))
        yield written.text


def _badge(badges: Mapping[str, TierBadge], tier: str) -> TierBadge:
    """The badge of a tier; one that the programme no longer has goes by its id."""
    return badges.get(tier) or TierBadge(tier, tier, "#5b6b7b")
