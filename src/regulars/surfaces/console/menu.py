"""The main menu: what the role may open."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.access.policy import Permission, permits


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    address: str
    title: Promise
    icon: str
    current: bool = False


@dataclass(frozen=True)
class Section:
    """Some lines under a title."""

    title: Promise | None
    entries: tuple[Entry, ...]


_SECTIONS: tuple[tuple[Promise | None, tuple[tuple[Permission, Entry], ...]], ...] = (
    (
        None,
        (
            (Permission.SEE_OVERVIEW, Entry("console:overview", _("Overview"), "layout-dashboard")),
            (Permission.SEE_MEMBERS, Entry("console:members", _("Members"), "users")),
            (Permission.VERIFY_BENEFITS, Entry("console:counter", _("Verify"), "circle-check")),
            (Permission.SEE_MEMBERS, Entry("console:pools", _("Pools"), "coins")),
            (Permission.SEE_MEMBERS, Entry("console:orders", _("Orders"), "shopping-cart")),
        ),
    ),
    (
        _("Programme"),
        (
            (Permission.SEE_PROGRAMME, Entry("console:programme", _("Programme"), "stairs-up")),
            (Permission.SEE_STUDIES, Entry("console:studies", _("Replay studio"), "flask")),
            (Permission.SEE_STUDIES, Entry("console:diagnosis", _("Diagnosis"), "list-details")),
            (Permission.SEE_FORECASTS, Entry("console:forecast", _("Forecast"), "target")),
            (Permission.SEE_PROGRAMME, Entry("console:benefits", _("Benefits"), "gift")),
            (Permission.SEE_PROGRAMME, Entry("console:rewards", _("Rewards mall"), "gift")),
            (Permission.SEE_PLANS, Entry("console:plans", _("Paid membership"), "receipt")),
            (Permission.SEE_PARTNERS, Entry("console:partners", _("Partners"), "refresh")),
        ),
    ),
    (
        _("Insight"),
        (
            (Permission.SEE_INSIGHT, Entry("console:tags", _("Tags"), "list-details")),
            (Permission.SEE_INSIGHT, Entry("console:segments", _("Segments"), "users")),
            (Permission.SEE_INSIGHT, Entry("console:insight_start", _("Members in figures"), "list-details")),
            (Permission.SEE_INSIGHT, Entry("console:predictions", _("Predictions"), "target")),
        ),
    ),
    (
        _("Ledger"),
        (
            (Permission.SEE_OVERVIEW, Entry("console:liability", _("Liability"), "coins")),
            (Permission.SEE_LEDGER, Entry("console:recoveries", _("Recovery queue"), "receipt")),
            (Permission.SEE_LEDGER, Entry("console:corrections", _("Corrections"), "history")),
            (Permission.SEE_OVERVIEW, Entry("console:anchors", _("Anchors"), "lock")),
        ),
    ),
    (
        _("Data"),
        (
            (Permission.IMPORT_EVENTS, Entry("console:imports", _("Imports"), "file-import")),
            (Permission.SEE_DATA, Entry("console:event_catalogue", _("Event catalogue"), "list-details")),
            (Permission.SEE_DATA, Entry("console:data_quality", _("Data quality"), "target")),
            (Permission.MANAGE_IDENTIFIERS, Entry("console:identifiers", _("Identifiers"), "id")),
            (Permission.MERGE_MEMBERS, Entry("console:duplicates", _("Duplicates"), "users")),
            (Permission.HANDLE_PRIVACY, Entry("console:privacy", _("Privacy requests"), "lock")),
            (Permission.SEE_ACCESS_LOG, Entry("console:access_log", _("Access log"), "history")),
        ),
    ),
    (
        _("Administration"),
        (
            (Permission.MANAGE_ACCESS, Entry("console:users", _("Users"), "user")),
            (Permission.MANAGE_ACCESS, Entry("console:keys", _("API keys"), "key")),
            (Permission.MANAGE_TILLS, Entry("console:tills", _("Tills"), "device-mobile")),
            (Permission.SEE_OUTBOX, Entry("console:outbox", _("Outbox"), "mail")),
            (Permission.SEE_AUDIT, Entry("console:audit", _("Audit trail"), "history")),
        ),
    ),
)


def menu_for(role: str, path: str) -> list[Section]:
    """The sections that the role sees, with the line of the present page marked."""
    sections = []
    for title, lines in _SECTIONS:
        entries = tuple(
            Entry(entry.address, entry.title, entry.icon, _holds(entry.address, path))
            for permission, entry in lines
            if permits(role, permission)
        )
        if entries:
            sections.append(Section(title, entries))
    return sections


def start_address(role: str) -> str:
    """Where the role lands after signing in: the first page that it may open."""
    return reverse(menu_for(role, "")[0].entries[0].address)


def _holds(address: str, path: str) -> bool:
    start = reverse(address)
    return path == start if address == "console:overview" else path.startswith(start)
