"""Settling with partners over HTTP: items, rates, months, books."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.partners import operations, queries
from regulars.domain.partners.types import Books, DisputeState, ItemFilter, ItemKind, Rate, Verdict
from regulars.surfaces.api.bodies import KILOBYTE, read_bytes
from regulars.surfaces.api.errors import AddressUnknown
from regulars.surfaces.api.giving import decimals_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.partner_answers import (
    demand_own_side,
    dispute_shape,
    item_shape,
    own_partner,
    rate_shape,
    statement_shape,
)
from regulars.surfaces.api.partner_shapes import (
    ComparisonShape,
    DisputePage,
    DisputeShape,
    ItemPage,
    NewRateShape,
    RateShape,
    StatementList,
    StatementShape,
    VerdictShape,
)
from regulars.surfaces.web.statements import CSV, XLSX, statement_csv, statement_xlsx

LARGEST_BOOKS = 16 * 1024 * KILOBYTE
SETTLE = Key("partner:settle")
CSV_BODY = {"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}}

router = Router(tags=["partners"])


class ItemCriteria(Paging):
    """What the list of items is narrowed to."""

    kind: ItemKind | None = None
    member_id: int | None = Field(default=None, gt=0, lt=2**63)
    reference: str = Field(default="", max_length=200)


class DisputeCriteria(Paging):
    """What the list of differences is narrowed to."""

    state: DisputeState | None = None


@router.get("/partners/{code}/items", auth=SETTLE, response=ItemPage, summary="What was done for a partner")
def list_items(request: HttpRequest, code: str, criteria: Query[ItemCriteria]) -> ItemPage:
    """Newest first."""
    found = own_partner(key_of(request), code)
    wanted = ItemFilter(criteria.kind, criteria.member_id, criteria.reference)
    page = queries.items(found, criteria.request(), wanted)
    decimals = decimals_of(found.programme_id)[found.wallet]
    return ItemPage(items=[item_shape(one, decimals) for one in page.items], next_cursor=page.next_cursor)


@router.post("/partners/{code}/rates", auth=SETTLE, response={201: RateShape}, summary="Set a rate")
def add_rate(request: HttpRequest, code: str, asked: NewRateShape) -> Status[RateShape]:
    """From today or a later day on. Not for keys that are bound to a partner."""
    key = key_of(request)
    demand_own_side(key, code)
    rate = Rate(0, asked.valid_from, asked.units_in, asked.units_out, asked.price)
    return Status(201, rate_shape(operations.add_rate(key.programme_id, code, rate, key.label)))


@router.get("/partners/{code}/statements", auth=SETTLE, response=StatementList, summary="Months with a partner")
def list_statements(request: HttpRequest, code: str) -> StatementList:
    """Newest first; months that were not issued as they stand now."""
    found = own_partner(key_of(request), code)
    decimals = decimals_of(found.programme_id)[found.wallet]
    return StatementList(items=[statement_shape(view, decimals) for view in queries.statements(found)])


@router.get("/partners/{code}/statements/{period}", auth=SETTLE, response=StatementShape, summary="A month")
def show_statement(request: HttpRequest, code: str, period: str) -> StatementShape:
    """The month, as 2026-06: as it was issued, or as it stands now."""
    found = own_partner(key_of(request), code)
    view = queries.statement(found, month_named(period))
    return statement_shape(view, decimals_of(found.programme_id)[found.wallet])


@router.get(
    "/partners/{code}/statements/{period}/disputes", auth=SETTLE, response=DisputePage, summary="Differences of a month"
)
def list_disputes(request: HttpRequest, code: str, period: str, criteria: Query[DisputeCriteria]) -> DisputePage:
    """By number."""
    found = own_partner(key_of(request), code)
    page = queries.disputes(found, month_named(period), criteria.request(), criteria.state)
    decimals = decimals_of(found.programme_id)[found.wallet]
    return DisputePage(items=[dispute_shape(one, decimals) for one in page.items], next_cursor=page.next_cursor)


@router.get(
    "/partners/{code}/statements/{period}/files/{kind}", auth=SETTLE, summary="A month with its items as a file"
)
def download_statement(request: HttpRequest, code: str, period: str, kind: str) -> HttpResponse:
    """`items.csv` or `items.xlsx`."""
    found = own_partner(key_of(request), code)
    view = queries.statement(found, month_named(period))
    decimals = decimals_of(found.programme_id)[found.wallet]
    items = queries.items_of_month(found, view.period)
    if kind == "items.csv":
        return HttpResponse("".join(statement_csv(view, items, decimals)), content_type=CSV)
    if kind == "items.xlsx":
        return HttpResponse(statement_xlsx(view, items, decimals), content_type=XLSX)
    raise AddressUnknown


@router.post(
    "/partners/{code}/statements/{period}/issue", auth=SETTLE, response=StatementShape, summary="Issue a month"
)
def issue_statement(request: HttpRequest, code: str, period: str) -> StatementShape:
    """Freezes a month that is over. Not for keys that are bound to a partner."""
    key = key_of(request)
    found = demand_own_side(key, code)
    view = operations.issue_statement(key.programme_id, code, month_named(period), key.label)
    return statement_shape(view, decimals_of(found.programme_id)[found.wallet])


@router.post("/partners/{code}/statements/{period}/agree", auth=SETTLE, response=StatementShape, summary="Agree")
def agree_statement(request: HttpRequest, code: str, period: str) -> StatementShape:
    """Says that the partner agrees with a month that was issued."""
    key = key_of(request)
    found = own_partner(key, code)
    view = operations.agree_statement(key.programme_id, code, month_named(period), key.label)
    return statement_shape(view, decimals_of(found.programme_id)[found.wallet])


@router.post(
    "/partners/{code}/statements/{period}/compare",
    auth=SETTLE,
    response=ComparisonShape,
    openapi_extra=CSV_BODY,
    summary="Compare the partner's books with a month",
)
def compare_books(request: HttpRequest, code: str, period: str) -> ComparisonShape:
    """The body is CSV with the columns `reference` and `points`."""
    key = key_of(request)
    own_partner(key, code)
    content = read_bytes(request, LARGEST_BOOKS)
    upload = operations.compare_books(key.programme_id, code, Books(month_named(period), "api.csv", content), key.label)
    return ComparisonShape(lines=upload.lines, matched=upload.matched, differences=upload.differences)


@router.post(
    "/partners/{code}/disputes/{dispute_id}", auth=SETTLE, response=DisputeShape, summary="Decide about a difference"
)
def decide_dispute(request: HttpRequest, code: str, dispute_id: int, asked: VerdictShape) -> DisputeShape:
    """With a note. Not for keys that are bound to a partner."""
    key = key_of(request)
    found = demand_own_side(key, code)
    verdict = Verdict(DisputeState(asked.state), asked.note.strip())
    decided = operations.decide_dispute(key.programme_id, code, dispute_id, verdict, key.label)
    return dispute_shape(decided, decimals_of(found.programme_id)[found.wallet])


def month_named(period: str) -> date:
    """The first day of a month written as 2026-06; raises AddressUnknown."""
    try:
        return date.fromisoformat(f"{period}-01")
    except ValueError as error:
        raise AddressUnknown from error
