"""The policies of a document: what each is about, and what was chosen."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regulars.engine.programme.model import Policies


@dataclass(frozen=True)
class PolicyWords:
    """One policy: its subject, and the choice in words."""

    id: str
    subject: Promise
    choice: Promise | str


_SUBJECTS = {
    "rounding": _("Rounding of points"),
    "basis": _("What points are earned on"),
    "discounts": _("Discounts"),
    "tax": _("Tax"),
    "delivery": _("Delivery"),
    "instruments": _("Gift cards and other payment instruments"),
    "refund": _("Refunds"),
    "refund_shortfall": _("When refunded points were already spent"),
    "recovery_offset_percent": _("What new points repay"),
    "spent_points": _("Points spent on an order that is refunded"),
    "returned_minimum_days": _("How long returned points are good"),
    "overdraft": _("Redeeming more than there is"),
    "expiry_boundary": _("The day of expiry"),
    "multipliers": _("Several multipliers"),
}
_CHOICES = {
    ("rounding", "floor"): _("Down to whole points, once, after all multipliers."),
    ("rounding", "half_up"): _("To the nearest point, halves up, once, after all multipliers."),
    ("rounding", "half_even"): _("To the nearest point, halves to the even one, once, after all multipliers."),
    ("rounding", "ceil"): _("Up to whole points, once, after all multipliers."),
    ("basis", "items"): _("The lines of the basket that a rule speaks of."),
    ("basis", "order_total"): _("The total of the order, unless a rule speaks of lines."),
    ("discounts", "lower_basis"): _("Points are earned on what was paid, after discounts."),
    ("discounts", "ignored"): _("Points are earned on the price before discounts."),
    ("tax", "included"): _("Counts in what points are earned on."),
    ("tax", "excluded"): _("Earns no points."),
    ("delivery", "included"): _("Counts in what points are earned on."),
    ("delivery", "excluded"): _("Earns no points."),
    ("instruments", "ignored"): _("Earn points as money does."),
    ("instruments", "lower_basis"): _("What is paid with them earns no points."),
    ("refund", "line_exact"): _("Take back exactly what the refunded lines had earned."),
    ("refund", "proportional"): _("Take back the refunded share of what the order had earned."),
    ("refund", "recomputed"): _("Work out anew what the rest of the order earns, and take back the difference."),
    ("refund_shortfall", "clamp"): _("What is spent stays spent: nothing more is taken back."),
    ("refund_shortfall", "other_lots"): _("Taken from the member's other points; what is still missing is let go."),
    ("refund_shortfall", "negative"): _("Taken from the member's other points; the rest becomes a debt."),
    ("refund_shortfall", "recovery"): _("Taken from the member's other points; the rest is owed beside the balance."),
    ("spent_points", "when_whole"): _("Come back when the whole order is refunded."),
    ("spent_points", "proportional"): _("Come back in proportion to what is refunded."),
    ("spent_points", "kept"): _("Stay spent."),
    ("overdraft", "reject"): _("Refused."),
    ("overdraft", "clamp"): _("As much as there is."),
    ("overdraft", "negative"): _("Allowed; the difference becomes a debt."),
    ("expiry_boundary", "inclusive"): _("Points can still be used on it."),
    ("expiry_boundary", "exclusive"): _("Points can no longer be used on it."),
    ("multipliers", "multiply"): _("Are multiplied with each other."),
    ("multipliers", "add"): _("Add up: ×2 and ×1.5 make ×2.5."),
}


def policy_words(policies: Policies) -> list[PolicyWords]:
    """Every policy with the choice that is in force, in the order of the document's model.

    How much new points repay is said only where something can be owed.
    """
    owing = policies.refund_shortfall == "recovery"
    return [
        PolicyWords(name, subject, _choice(policies, name))
        for name, subject in _SUBJECTS.items()
        if owing or name != "recovery_offset_percent"
    ]


def _choice(policies: Policies, name: str) -> Promise | str:
    value = getattr(policies, name)
    if name == "recovery_offset_percent":
        return gettext("%(percent)s%% of new points go towards what a member owes.") % {"percent": value}
    if name == "returned_minimum_days":
        return _returned_words(value)
    return _CHOICES[name, value]


def _returned_words(days: int) -> str:
    if not days:
        return gettext("Until they would have expired.")
    return ngettext(
        "Until they would have expired, but %(count)d day at the least.",
        "Until they would have expired, but %(count)d days at the least.",
        days,
    ) % {"count": days}
