"""The policies of a document: what each is about, and what was chosen."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.engine.programme.model import Policies


@dataclass(frozen=True)
class PolicyWords:
    """One policy: its subject, and the choice in words."""

    id: str
    subject: Promise
    choice: Promise


_SUBJECTS = {
    "rounding": _("Rounding of points"),
    "basis": _("What points are earned on"),
    "discounts": _("Discounts"),
    "refund": _("Refunds"),
    "refund_shortfall": _("When refunded points were already spent"),
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
    ("refund", "line_exact"): _("Take back exactly what the refunded lines had earned."),
    ("refund", "proportional"): _("Take back the refunded share of what the order had earned."),
    ("refund_shortfall", "clamp"): _("What is spent stays spent: nothing more is taken back."),
    ("refund_shortfall", "other_lots"): _("Taken from the member's other points; what is still missing is let go."),
    ("refund_shortfall", "negative"): _("Taken from the member's other points; the rest becomes a debt."),
    ("overdraft", "reject"): _("Refused."),
    ("overdraft", "clamp"): _("As much as there is."),
    ("overdraft", "negative"): _("Allowed; the difference becomes a debt."),
    ("expiry_boundary", "inclusive"): _("Points can still be used on it."),
    ("expiry_boundary", "exclusive"): _("Points can no longer be used on it."),
    ("multipliers", "multiply"): _("Are multiplied with each other."),
    ("multipliers", "add"): _("Add up: ×2 and ×1.5 make ×2.5."),
}


def policy_words(policies: Policies) -> list[PolicyWords]:
    """Every policy with the choice that is in force, in the order of the document's model."""
    return [PolicyWords(name, subject, _CHOICES[name, getattr(policies, name)]) for name, subject in _SUBJECTS.items()]
