"""Campaigns in the words of the console."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.campaigns.types import CampaignView, Fate, State
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
    benefit: str
    state: str
    tone: str
    fates: tuple[tuple[str, str, int], ...]
    failed: str


def campaign_line(document: Programme, view: CampaignView) -> CampaignLine:
    """A campaign in words; of a benefit that the programme does not have any more its id stands."""
    benefit = next((one for one in document.benefits if one.id == view.benefit), None)
    state, tone = _STATES[view.state]
    fates = tuple((fate.value, fate_name(fate), view.fates[fate]) for fate in Fate if view.fates.get(fate))
    failed = view.failed or {}
    params = failed.get("params", {})
    return CampaignLine(
        view=view,
        benefit=in_language(benefit.name) if benefit else view.benefit,
        state=str(state),
        tone=tone,
        fates=fates,
        failed=text_for(str(failed["code"]), params if isinstance(params, dict) else {}) if failed else "",
    )


def fate_name(fate: Fate) -> str:
    """What became of a member."""
    return str(_FATES[fate])
