"""Filters that write values for people, and the few tags that all pages use."""

from datetime import datetime
from typing import Any

from django import template

from regulars.engine.programme.basics import Text
from regulars.surfaces.web import formatting
from regulars.surfaces.web.finding_words import finding_words

register = template.Library()

register.filter("finding_words", finding_words)
register.filter("number", formatting.number)
register.filter("scaled", formatting.scaled)
register.filter("signed", formatting.signed)
register.filter("money", formatting.money)
register.filter("day", formatting.day)
register.filter("month", formatting.month)
register.filter("clock_time", formatting.clock_time)


@register.filter
def share(part: int, whole: int) -> str:
    """The part in per cent of the whole."""
    return formatting.percent(part, whole)


@register.filter
def words(text: Text) -> str:
    """A text of the programme in the reader's language."""
    return text.zh if formatting.is_chinese() else text.en


@register.filter
def iso(value: datetime | int) -> str:
    """The instant for the `datetime` attribute of a time element."""
    return formatting.moment(value).isoformat(timespec="seconds")


@register.inclusion_tag("web/icon.html")
def icon(name: str, label: str = "") -> dict[str, Any]:
    """A symbol of the sprite; without a label it is decoration and hidden from screen readers."""
    return {"name": name, "label": label}


@register.inclusion_tag("web/when.html")
def when(value: datetime | int) -> dict[str, Any]:
    """An instant as a time element."""
    return {"value": value}


@register.inclusion_tag("web/field.html")
def field(bound: Any, css: str = "") -> dict[str, Any]:
    """A form field with label, hint and errors."""
    return {"field": bound, "css": css}


@register.inclusion_tag("web/bar.html")
def bar(percent: float, label: str, colour: str = "") -> dict[str, Any]:
    """A bar filled to a percentage."""
    return {"percent": f"{min(max(percent, 0), 100):.2f}", "label": label, "colour": colour}


@register.inclusion_tag("web/empty.html")
def empty(icon_name: str, title: str, advice: str = "") -> dict[str, Any]:
    """What a list shows when there is nothing to list."""
    return {"icon_name": icon_name, "title": title, "advice": advice}


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The query string of the present address with some parameters changed; None removes one."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"
