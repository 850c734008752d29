"""How an import stands, what came of it and what was wrong with it, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.intake.types.files import BadCell, ImportState, ImportView
from regulars.engine.programme.model import Programme
from regulars.platform.errors import DomainError
from regulars.surfaces.console.import_fields import NAMES
from regulars.surfaces.console.programme_parts import Holding, wallet_of
from regulars.surfaces.web.formatting import number, scaled
from regulars.surfaces.web.messages import text_for, text_of


@dataclass(frozen=True)
class Tag:
    """A word with a symbol and a tone."""

    name: Promise
    icon: str
    tone: str


_STATES = {
    ImportState.DRAFT: Tag(gettext_lazy("To be mapped"), "list-details", ""),
    ImportState.CHECKING: Tag(gettext_lazy("Being checked"), "refresh", "tag-note"),
    ImportState.CHECKED: Tag(gettext_lazy("Checked"), "circle-check", "tag-note"),
    ImportState.IMPORTING: Tag(gettext_lazy("Being imported"), "refresh", "tag-note"),
    ImportState.IMPORTED: Tag(gettext_lazy("Imported"), "check", "tag-good"),
    ImportState.FAILED: Tag(gettext_lazy("Stopped"), "alert-triangle", "tag-bad"),
}


def state_tag(state: ImportState) -> Tag:
    """How far an import has come."""
    return _STATES[state]


def tally_lines(programme: Programme, view: ImportView) -> list[tuple[str, str]]:
    """What came of the events so far: names and figures."""
    tally = view.tally
    lines = [
        (_("Rows read"), number(tally.rows)),
        (_("Events found"), number(tally.events)),
        (_("Taken in"), number(tally.accepted)),
        (_("Already known"), number(tally.duplicates)),
        (_("With problems"), number(tally.rejected)),
    ]
    for wallet_id, points in tally.points.items():
        wallet = wallet_of(programme, wallet_id)
        if wallet is not None:
            holding = Holding(wallet, points)
            lines.append((holding.name, holding.change))
    return lines


def reconciled_totals(programme: Programme, view: ImportView) -> list[tuple[str, str, str, str]]:
    """By wallet: its name, what the file says, what was posted or would be, and the difference."""
    lines = []
    for wallet_id, in_file in view.tally.in_file.items():
        wallet = wallet_of(programme, wallet_id)
        if wallet is not None:
            posted = view.tally.posted.get(wallet_id, 0)
            said, done, difference = (scaled(one, wallet.decimals) for one in (in_file, posted, posted - in_file))
            lines.append((Holding(wallet, 0).name, said, done, difference))
    return lines


def failure_text(view: ImportView) -> str:
    """Why an import stopped; empty when it did not."""
    return text_for(view.failure["code"], view.failure["params"]) if view.failure else ""


def mapping_problems(error: DomainError) -> Iterator[str]:
    """Everything that keeps rows from becoming events."""
    problems = error.params.get("problems")
    if not problems:
        yield text_of(error)
        return
    for problem in problems:
        field, _colon, code = problem.rpartition(": ")
        name = _("the member (card, mobile, e-mail, external id or device)") if field == "member" else field
        yield _MAPPING_PROBLEMS[code] % {"field": NAMES.get(field, name)}


_MAPPING_PROBLEMS = {
    "field_unknown": gettext_lazy("There is no field %(field)s."),
    "column_missing": gettext_lazy("The file has no column “%(field)s”."),
    "field_missing": gettext_lazy("No column says: %(field)s. Choose one."),
    "line_field": gettext_lazy("“%(field)s” belongs to lines of an order; say that a row is a line."),
    "opening_field": gettext_lazy("“%(field)s” belongs to opening balances only."),
    "no_opening_field": gettext_lazy("“%(field)s” is no part of an opening balance; leave the column out."),
    "layout_unknown": gettext_lazy("A row cannot be this: %(field)s."),
    "zone_unknown": gettext_lazy("This time zone is not known: %(field)s."),
}


def cell_lines(cells: Iterable[BadCell]) -> list[list[str]]:
    """What is wrong with which row, in words: line, column, problem, code."""
    return list(islice(report_lines(cells), 1, None))


def report_lines(cells: Iterable[BadCell]) -> Iterator[list[str]]:
    """The report of bad rows as rows of a table, headings first."""
    yield [_("Line"), _("Column"), _("Problem"), _("Code")]
    for cell in cells:
        yield [str(cell.line), cell.column or _("whole row"), text_for(cell.code, cell.params), cell.code]
