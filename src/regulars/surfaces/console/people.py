"""How a member is called where there is room for one line."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.members.types import IdentifierKind, MemberView

KIND_NAMES: dict[IdentifierKind, Promise] = {
    IdentifierKind.CARD: _("Card"),
    IdentifierKind.MOBILE: _("Mobile"),
    IdentifierKind.EMAIL: _("E-mail"),
    IdentifierKind.EXTERNAL_ID: _("External id"),
    IdentifierKind.DEVICE: _("Device"),
}


def label_of(view: MemberView) -> str:
    """The name, else the first identifier, else the number."""
    if view.name:
        return view.name
    return view.identifiers[0].value if view.identifiers else f"#{view.id}"


def primary_identifier(view: MemberView) -> str:
    """The first identifier, if there is one."""
    return view.identifiers[0].value if view.identifiers else ""


def identifiers_of(view: MemberView) -> list[tuple[str, str]]:
    """Kind and value of each identifier."""
    return [(str(KIND_NAMES[identifier.kind]), identifier.value) for identifier in view.identifiers]
