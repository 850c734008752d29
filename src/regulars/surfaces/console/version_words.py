"""States of versions, kinds of activations and shares as people call them."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.programmes.types import WHOLE, ActivationKind, ActivationRecord, VersionState, VersionView
from regulars.platform import clock


class StateWords(NamedTuple):
    """A state: its name, the tone of its tag and its icon."""

    name: Promise
    tone: str
    icon: str


STATES: dict[VersionState, StateWords] = {
    VersionState.DRAFT: StateWords(gettext_lazy("Draft"), "", "adjustments-horizontal"),
    VersionState.IN_REVIEW: StateWords(gettext_lazy("Waits for review"), "tag-note", "clock"),
    VersionState.APPROVED: StateWords(gettext_lazy("Approved"), "tag-good", "check"),
    VersionState.REJECTED: StateWords(gettext_lazy("Rejected"), "tag-bad", "x"),
    VersionState.WITHDRAWN: StateWords(gettext_lazy("Withdrawn"), "", "x"),
    VersionState.PUBLISHED: StateWords(gettext_lazy("Published"), "tag-good", "flag"),
}
_KINDS: dict[ActivationKind, Promise] = {
    ActivationKind.PUBLICATION: gettext_lazy("Publication"),
    ActivationKind.PILOT: gettext_lazy("Pilot"),
    ActivationKind.STOP: gettext_lazy("Pilot stopped"),
    ActivationKind.ROLL_BACK: gettext_lazy("Rolled back"),
    ActivationKind.CORRECTION: gettext_lazy("Correction"),
}


@dataclass(frozen=True)
class VersionLine:
    """A version in the list: its state in words, and the share of members on it now (empty: none)."""

    view: VersionView
    state: StateWords
    share: str


@dataclass(frozen=True)
class StartLine:
    """Something that came or will come into force."""

    record: ActivationRecord
    kind: Promise
    share: str
    has_started: bool
    may_be_cancelled: bool


def start_line(record: ActivationRecord) -> StartLine:
    """An activation in words, as of now."""
    has_started = record.view.starts_at <= clock.now_us()
    return StartLine(
        record=record,
        kind=_KINDS[record.view.kind],
        share=share_words(record.view.share),
        has_started=has_started,
        may_be_cancelled=not has_started and record.cancelled_at is None,
    )


def share_words(share: int) -> str:
    """A share in ten-thousandths for people."""
    return _("all members") if share == WHOLE else _("%(percent)s of members") % {"percent": f"{share / 100:g}%"}
