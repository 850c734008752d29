"""Codes of vouchers: made, taken in, voided, and expired when their day is over."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from regulars.domain.offers.types import CodeSource, ItemKind
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.errors import CodesInvalid, VoucherExpired, VoucherUsed
from regulars.domain.rewards.models import Item, Voucher
from regulars.domain.rewards.operations.handing import fresh_voucher, good_until, tell_vouchers
from regulars.domain.rewards.operations.items import locked_item, move_total
from regulars.domain.rewards.operations.waiting import tell_waiting
from regulars.domain.rewards.policy.codes import grouped, is_possible, new_code, spelling
from regulars.domain.rewards.queries.reading import clock_text, voucher_view
from regulars.domain.rewards.queries.vouchers import indexes_of, voucher_row
from regulars.domain.rewards.types.orders import Deed
from regulars.domain.rewards.types.vouchers import (
    CodeFile,
    CodesReport,
    NewCodes,
    RowProblem,
    VoucherState,
    VoucherView,
)
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us, to_us
from regulars.platform.databases import parts

MOST_CODES = 20_000
"""Codes that are made or taken in at once, at most."""

_AT_ONCE = 500


def make_codes(programme_id: int, asked: NewCodes) -> CodesReport:
    """Make codes for a voucher: for orders to take from its pool, or to be handed out; the report has them all.

    Raises RewardMissing, and CodesInvalid for what is no voucher with a pool, or for too many.
    """
    if not 1 <= asked.count <= MOST_CODES:
        raise CodesInvalid(most=MOST_CODES)

    def deed() -> CodesReport:
        item = _voucher_item(programme_id, asked.item, handed_out=asked.handed_out)
        texts = [new_code() for _ in range(asked.count)]
        expires_at = None if asked.expires_at is None else to_us(asked.expires_at)
        rows = [(text, expires_at) for text in texts]
        _add(item, rows, asked.batch, Deed(asked.actor), handed_out=asked.handed_out)
        params = {"count": asked.count, "batch": asked.batch, "handed_out": asked.handed_out}
        audit.record(asked.actor, "codes_made", f"reward {asked.item}", params)
        return CodesReport(len(texts), asked.batch, codes=tuple(grouped(text) for text in texts))

    return in_transaction(deed)


def import_codes(programme_id: int, file: CodeFile) -> CodesReport:
    """Take codes in from text or CSV: the code, and perhaps its last good day as YYYY-MM-DD, in each row.

    Rows that are wrong are told with their numbers and left out: too short, no date, twice in the file, or known
    already. Raises CodesInvalid for files with too many rows or none.
    """
    rows = [
        row for row in csv.reader(io.StringIO(file.text.removeprefix("\ufeff"))) if any(cell.strip() for cell in row)
    ]
    if not 1 <= len(rows) <= MOST_CODES:
        raise CodesInvalid(most=MOST_CODES)

    def deed() -> CodesReport:
        programme = live_programme(programme_id)
        item = _voucher_item(programme_id, file.item, handed_out=file.handed_out)
        good, problems = _read_rows(programme, rows)
        known = _known_indexes(item, [text for _, text, _ in good])
        problems += [RowProblem(number, "code_known", {}) for number, text, _ in good if known & {*indexes_of(text)}]
        fresh = [(text, expires_at) for _, text, expires_at in good if not known & {*indexes_of(text)}]
        _add(item, fresh, file.batch, Deed(file.actor), handed_out=file.handed_out)
        params = {"count": len(fresh), "problems": len(problems), "batch": file.batch}
        audit.record(file.actor, "codes_imported", f"reward {file.item}", params)
        return CodesReport(len(fresh), file.batch, tuple(sorted(problems)))

    return in_transaction(deed)


def void_voucher(programme_id: int, number: int, deed: Deed) -> VoucherView:
    """Take a code out of use; voided before, it stays so. Raises VoucherUnknown, VoucherUsed, VoucherExpired."""

    def void() -> VoucherView:
        item = locked_item(programme_id, voucher_row(programme_id, number).item.code)
        row = Voucher.objects.select_for_update(of=("self",)).select_related("item", "order").get(pk=number)
        if row.state == VoucherState.USED:
            raise VoucherUsed(at=clock_text(row.programme_id, row.used_at), place=row.used_place)
        if row.state == VoucherState.EXPIRED:
            raise VoucherExpired(at=clock_text(row.programme_id, row.expires_at))
        if row.state != VoucherState.VOID:
            if row.state == VoucherState.NEW and row.counted:
                move_total(item, -1, deed)
            row.state = VoucherState.VOID.value
            row.save(update_fields=["state"])
            row.steps.create(state=row.state, changed_at=now_us(), actor=deed.actor, reason=deed.reason[:500])
            tell_vouchers([row])
            audit.record(deed.actor, "voucher_voided", f"voucher {number}", {"reason": deed.reason})
        return voucher_view(row, whole=False)

    return in_transaction(void)


def expire_vouchers(programme_id: int) -> int:
    """Mark codes whose day is over; those that waited in a pool leave the stock. Answers how many there were."""
    expired = 0
    while part := in_transaction(lambda: _expire_part(programme_id)):
        expired += part
    return expired


def _expire_part(programme_id: int) -> int:
    open_states = (VoucherState.NEW.value, VoucherState.ASSIGNED.value)
    over = Voucher.objects.filter(programme_id=programme_id, state__in=open_states, expires_at__lte=now_us())
    found = list(over.order_by("id").values_list("id", "item__code")[:_AT_ONCE])
    for code in sorted({code for _, code in found}):
        item = locked_item(programme_id, code)
        mine = [number for number, of in found if of == code]
        rows = Voucher.objects.select_for_update(of=("self",)).select_related("item").filter(pk__in=mine)
        held = list(rows.filter(state__in=open_states).order_by("id"))
        waiting = sum(1 for row in held if row.state == VoucherState.NEW and row.counted)
        for row in held:
            row.state = VoucherState.EXPIRED.value
        Voucher.objects.bulk_update(held, ["state"])
        if waiting:
            move_total(item, -waiting, Deed("", "expired"))
        tell_vouchers(held)
    return len(found)


def _voucher_item(programme_id: int, code: str, *, handed_out: bool) -> Item:
    """The item, held; raises CodesInvalid unless it can take codes: into its pool, or to be handed out."""
    item = locked_item(programme_id, code)
    if item.kind != ItemKind.VOUCHER or (item.codes != CodeSource.POOL and not handed_out):
        raise CodesInvalid(most=MOST_CODES)
    return item


def _add(
    item: Item, rows: Iterable[tuple[str, int | None]], batch: str, deed: Deed, *, handed_out: bool
) -> list[Voucher]:
    """Write codes; those for orders come into the stock, and who waits is told."""
    instant = now_us()
    programme = live_programme(item.programme_id)
    made = []
    for text, expires_at in rows:
        row = fresh_voucher(item, text, instant)
        row.batch, row.expires_at, row.counted = batch[:60], expires_at, not handed_out
        if handed_out:
            row.state, row.assigned_at = VoucherState.ASSIGNED.value, instant
            row.expires_at = expires_at or good_until(programme, item, instant)
        made.append(row)
    Voucher.objects.bulk_create(made, batch_size=_AT_ONCE)
    if made and not handed_out:
        move_total(item, len(made), deed)
        tell_waiting(item)
    return made


def _read_rows(
    programme: LiveProgramme, rows: list[list[str]]
) -> tuple[list[tuple[int, str, int | None]], list[RowProblem]]:
    """Rows that can be taken, with number, code and end, and what is wrong with the others."""
    good: list[tuple[int, str, int | None]] = []
    problems: list[RowProblem] = []
    first: dict[str, int] = {}
    zone = ZoneInfo(programme.document.time_zone)
    for number, row in enumerate(rows, start=1):
        text = row[0].strip()
        spelt = spelling(text)
        if number == 1 and spelt == spelling("code"):
            continue
        end, is_date = _end_of(row[1].strip() if len(row) > 1 else "", zone)
        if not is_possible(spelt) or len(text) > 100:
            problems.append(RowProblem(number, "code_too_short", {}))
        elif not is_date:
            problems.append(RowProblem(number, "code_date_invalid", {"given": row[1][:40]}))
        elif spelt in first:
            problems.append(RowProblem(number, "code_twice", {"first": first[spelt]}))
        else:
            good.append((number, text, end))
            first[spelt] = number
    return good, problems


def _end_of(text: str, zone: ZoneInfo) -> tuple[int | None, bool]:
    """The end of a last good day, and whether it could be read; no text, no end."""
    if not text:
        return None, True
    try:
        following = date.fromordinal(date.fromisoformat(text).toordinal() + 1)
    except ValueError:
        return None, False
    return to_us(datetime.combine(following, time(), zone)), True


def _known_indexes(item: Item, texts: list[str]) -> set[bytes]:
    known: set[bytes] = set()
    for part in parts([index for text in texts for index in indexes_of(text)], _AT_ONCE):
        rows = Voucher.objects.filter(programme_id=item.programme_id, code_index__in=list(part))
        known |= {bytes(one) for one in rows.values_list("code_index", flat=True)}
    return known
