"""Shapes of merges, events taken back or put right, and corrected rules. Points are as people count them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, Field

from regulars.surfaces.api.giving_shapes import Body, GivenPoints, Reason, WhoShape
from regulars.surfaces.api.shapes import Points

Amount = Annotated[Decimal, Field(ge=0, le=10**9, max_digits=16, decimal_places=3)]


class HeldShape(Schema):
    """A wallet: what is available, the debt that lowers it, what is held or pending, and what is owed."""

    available: Points
    debt: Points
    held: Points
    pending: Points
    owed: Points


class StandShape(Schema):
    """Where a member stands: tier, and wallets by id."""

    tier: str
    wallets: dict[str, HeldShape]


class PairShape(Schema):
    """How a member stands before and after."""

    before: StandShape
    after: StandShape


class MergeBody(Body):
    """Two records of one person: who stays, and who becomes a part of them."""

    survivor: WhoShape
    merged: WhoShape
    reason: Reason


class MergePreviewShape(Schema):
    """What a merge, or undoing one, would come to."""

    survivor: PairShape
    merged: PairShape


class MergeShape(Schema):
    """A merge. `moved` is what was available, `identifiers` how many lead to the survivor since."""

    id: int
    survivor: int
    merged: int
    reason: str
    actor: str
    merged_at: datetime
    moved: dict[str, Points]
    identifiers: int
    survivor_trace_id: str
    merged_trace_id: str
    undone_at: datetime | None
    undone_by: str
    undone_why: str


class MergePage(Schema):
    """Merges, newest first."""

    items: list[MergeShape]
    next_cursor: str | None


class EventShape(Schema):
    """An event of a member's log with what became of it. Trace ids name other events of the same log."""

    trace_id: str
    kind: str
    source: str
    id: str
    occurred_at: datetime
    accepted_at: datetime
    body: dict[str, Any] = Field(description="as the log keeps it: money in minor units, points in smallest units")
    voided_by: str | None
    corrected_by: str | None
    corrects: str | None


class VoidBody(Body):
    """Why an event is taken back."""

    reason: Reason


class LineBody(Body):
    """What a line should have said; a quantity of 0 takes it out."""

    line_id: str = Field(max_length=100)
    quantity: int | None = Field(default=None, ge=0, le=10**9)
    amount: Amount | None = None


class CorrectBody(VoidBody):
    """What an event should have said; what is left out stays as it is."""

    occurred_at: AwareDatetime | None = None
    amount: Amount | None = None
    points: GivenPoints | None = None
    lines: list[LineBody] = Field(default=[], max_length=1000)


class DifferenceShape(PairShape):
    """The difference for the member; no trace ids in a preview."""

    void_trace_id: str | None
    new_trace_id: str | None


class ProposalBody(Body):
    """A version that should have been in force since an instant of the past."""

    version: int
    since: AwareDatetime
    reason: Reason


class DecisionBody(Body):
    """A yes; the comment stays with it."""

    comment: str = Field(default="", max_length=500)


class RejectionBody(Body):
    """A no says why."""

    comment: Reason


class TotalsShape(Schema):
    """Sums over members; `different`: for how many it came otherwise than foreseen."""

    members: int
    changed: int
    up: int
    down: int
    below_zero: int
    different: int
    added: dict[str, Points]
    taken: dict[str, Points]


class CorrectionShape(Schema):
    """A corrected rule, and how far it has come."""

    id: int
    version: int
    since: datetime
    reason: str
    state: str
    proposed_by: str
    proposed_at: datetime
    foreseen: TotalsShape | None
    previewed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    comment: str
    posted: TotalsShape | None
    posted_at: datetime | None
    members_done: int | None = Field(description="of the work that is going on")
    members_total: int | None


class CorrectionPage(Schema):
    """Corrected rules, newest first."""

    items: list[CorrectionShape]
    next_cursor: str | None


class ChangeShape(PairShape):
    """A member for whom something changes, as posted, else as foreseen."""

    member_id: int
    change: dict[str, Points]
    tier_change: int
    below_zero: bool
    posted: bool
    as_foreseen: bool
    trace_id: str | None


class ChangePage(Schema):
    """Members for whom something changes, by number."""

    items: list[ChangeShape]
    next_cursor: str | None
