"""Campaigns in the words of the console."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.campaigns.types import CampaignView, Fate, State
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.segments.queries import list_segments
from regulars.engine.programme.model import Programme
from regulars.surfaces.web.benefit_words import in_language
from regulars.surfaces.web.messages import text_for

_STATES: dict[State, tuple[Promise, str]] = {
    State.GRANTING: (_("At work"), ""),
    State.DONE: (_("Done"), "good"),
    State.STOPPED: (_("Stopped"), "bad"),
    State.WITHDRAWING: (_("Being withdrawn"), "warn"),
    State.WITHDRAWN: (_("Withdrawn"), "warn"),
}
_FATES: dict[Fate, Promise] = {
    Fate.GRANTED: _("Got it"),
    Fate.HAD: _("Had it already"),
    Fate.CLOSED: _("Takes part no longer"),
    Fate.MERGED: _("Was merged into another member"),
    Fate.WITHDRAWN: _("Got it; withdrawn with the campaign"),
    Fate.KEPT: _("Got it; used up or withdrawn before"),
}


@dataclass(frozen=True)
class CampaignLine:
    """A campaign with what it is called, how far it is in words, and what became of how many."""

    view: CampaignView
    segment: str
    benefit: str
    state: str
    tone: str
    fates: tuple[tuple[str, str, int], ...]
    failed: str


def campaign_lines(programme: LiveProgramme, views: Sequence[CampaignView]) -> list[CampaignLine]:
    """Campaigns in words."""
    names = {one.code: one.name for one in list_segments(programme.id)} if views else {}
    return [_line(programme.document, view, names) for view in views]


def _line(document: Programme, view: CampaignView, names: Mapping[str, str]) -> CampaignLine:
    """A campaign in words; of a benefit or a segment that is not there any more its id stands."""
    benefit = next((one for one in document.benefits if one.id == view.benefit), None)
    state, tone = _STATES[view.state]
    fates = tuple((fate.value, fate_name(fate), view.fates[fate]) for fate in Fate if view.fates.get(fate))
    failed = view.failed or {}
    params = failed.get("params", {})
    return CampaignLine(
        view=view,
        segment=names.get(view.segment, view.segment),
        benefit=in_language(benefit.name) if benefit else view.benefit,
        state=str(state),
        tone=tone,
        fates=fates,
        failed=text_for(str(failed["code"]), params if isinstance(params, dict) else {}) if failed else "",
    )


def fate_name(fate: Fate) -> str:
    """What became of a member."""
    return str(_FATES[fate])
