"""What only the portal's pages write: its symbols, and numbers of cards."""

from typing import Any

from django import template

register = template.Library()
_GROUP = 4


@register.inclusion_tag("portal/symbol.html")
def symbol(name: str, label: str = "") -> dict[str, Any]:
    """A symbol of the portal's sprite; without a label it is decoration and hidden from screen readers."""
    return {"name": name, "label": label}


@register.filter
def grouped(number: str) -> str:
    """A long number in groups of four, as on a printed card; anything else as it is."""
    if not number.isdigit() or len(number) <= 2 * _GROUP:
        return number
    return " ".join(number[at : at + _GROUP] for at in range(0, len(number), _GROUP))
