"""The fields that a column of a file may be, as people call them, in groups."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.intake.types.files import ATTRIBUTE_PREFIX

_GROUPS: tuple[tuple[Promise, dict[str, Promise]], ...] = (
    (
        gettext_lazy("Member"),
        {
            "card": gettext_lazy("Card number"),
            "mobile": gettext_lazy("Mobile"),
            "email": gettext_lazy("E-mail"),
            "external_id": gettext_lazy("External id"),
            "device": gettext_lazy("Device"),
            "name": gettext_lazy("Name of the member"),
            "birth_month": gettext_lazy("Birth month"),
            "language": gettext_lazy("Language of the member"),
        },
    ),
    (
        gettext_lazy("Event"),
        {
            "id": gettext_lazy("Id of the event"),
            "type": gettext_lazy("Kind of event"),
            "occurred_at": gettext_lazy("Time, or date"),
            "time_of_day": gettext_lazy("Time of day, beside a date"),
            "activity": gettext_lazy("Name of the activity"),
            "channel": gettext_lazy("Channel"),
            "store": gettext_lazy("Store"),
            "reason": gettext_lazy("Reason"),
        },
    ),
    (
        gettext_lazy("Order"),
        {
            "order_id": gettext_lazy("Order number"),
            "amount": gettext_lazy("Amount of the order"),
            "discount": gettext_lazy("Discount of the order, taken off already"),
            "order_discount": gettext_lazy("Discount of the order, still to be taken off"),
            "tax": gettext_lazy("Tax in the amount of the order"),
            "delivery": gettext_lazy("Delivery, beside the amount"),
            "instruments": gettext_lazy("Paid with gift cards and the like"),
            "currency": gettext_lazy("Currency"),
        },
    ),
    (
        gettext_lazy("Line of an order"),
        {
            "line_id": gettext_lazy("Line number"),
            "sku": gettext_lazy("Article"),
            "category": gettext_lazy("Category"),
            "department": gettext_lazy("Department"),
            "brand": gettext_lazy("Brand"),
            "quantity": gettext_lazy("Quantity"),
            "line_amount": gettext_lazy("Amount of the line"),
            "line_discount": gettext_lazy("Discount of the line"),
            "line_tax": gettext_lazy("Tax of the line"),
        },
    ),
    (
        gettext_lazy("Points and tiers"),
        {
            "points": gettext_lazy("Points"),
            "wallet": gettext_lazy("Wallet"),
            "tier": gettext_lazy("Tier"),
            "until": gettext_lazy("Until"),
            "tier_until": gettext_lazy("Until, of an opening tier"),
        },
    ),
)
_KINDS: dict[str, Promise] = {
    "purchase": gettext_lazy("Purchases"),
    "refund": gettext_lazy("Refunds"),
    "activity": gettext_lazy("Activities"),
    "redeem": gettext_lazy("Redemptions"),
    "grant": gettext_lazy("Point grants"),
    "tier_grant": gettext_lazy("Tier grants"),
    "enrol": gettext_lazy("Enrolments"),
    "profile": gettext_lazy("Profile changes"),
}
NAMES: dict[str, Promise] = {field: name for _title, fields in _GROUPS for field, name in fields.items()}

Choices = list[tuple[str, str | list[tuple[str, str]]]]


def field_choices(attributes: Sequence[str]) -> Choices:
    """Everything a column can be, grouped, with "not used" first."""
    choices: Choices = [("", _("not used"))]
    choices += [(str(title), [(field, str(name)) for field, name in fields.items()]) for title, fields in _GROUPS]
    if attributes:
        choices.append((_("Attributes"), [(ATTRIBUTE_PREFIX + attribute, attribute) for attribute in attributes]))
    return choices


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of events that all rows of a file may be, with "as a column says" first."""
    return [("", _("as a column says")), *((kind, str(name)) for kind, name in _KINDS.items())]
