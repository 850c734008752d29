"""Periods, windows, expiry and review days in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.engine.programme.model import Expiry, Ladder, Metric, Window

_ENDS = {"month_end": "month", "quarter_end": "quarter", "year_end": "year"}


def per_period(period: str) -> str:
    """`day` as "a day", `event` as "in one event"."""
    return {
        "event": _("in one event"),
        "day": _("a day"),
        "week": _("a week"),
        "month": _("a month"),
        "quarter": _("a quarter"),
        "year": _("a year"),
        "lifetime": _("ever"),
    }[period]


def window_words(window: Window) -> str:
    """The stretch of time that a metric looks at."""
    if window.kind == "calendar":
        return {
            "day": _("today"),
            "week": _("this calendar week"),
            "month": _("this calendar month"),
            "quarter": _("this calendar quarter"),
            "year": _("this calendar year"),
        }[window.period or "year"]
    if window.kind == "rolling":
        return _("the last %(span)s") % {"span": span_words(window.days, window.months)}
    return _("the present membership year") if window.kind == "anniversary" else _("since enrolment")


def span_words(days: int | None, months: int | None) -> str:
    """A number of days or months."""
    if months is not None:
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    return ngettext("%(count)d day", "%(count)d days", days or 0) % {"count": days or 0}


def expiry_words(expiry: Expiry) -> str:
    """When points of a wallet expire."""
    if expiry.kind == "never":
        return _("Never expire.")
    span = span_words(expiry.days, expiry.months)
    if expiry.kind == "sliding":
        return _("Expire %(span)s after the member's last purchase or activity; each one moves the date.") % {
            "span": span
        }
    if expiry.until == "day":
        return _("Expire %(span)s after they were earned.") % {"span": span}
    end = {
        "month": pgettext("expiry", "month"),
        "quarter": pgettext("expiry", "quarter"),
        "year": pgettext("expiry", "year"),
    }[_ENDS[expiry.until]]
    return _("Expire %(span)s after they were earned, at the end of that %(period)s.") % {"span": span, "period": end}


def measure_words(metric: Metric) -> str:
    """What a metric measures."""
    return {
        "count": _("number of events"),
        "sum": _("sum"),
        "distinct": _("number of different values"),
        "streak": _("periods in a row"),
        "earned": _("points earned"),
    }[metric.measure]


def review_words(ladder: Ladder) -> list[str]:
    """When tiers are looked at, and what happens to a member who no longer qualifies."""
    sentences = [_("A member rises at once, with the event that meets the conditions of a higher tier.")]
    if ladder.review is None:
        return [*sentences, _("There is no review: nobody falls.")]
    sentences.append(
        {
            "month": _("Tiers are reviewed on the first day of each month."),
            "quarter": _("Tiers are reviewed on 1 January, 1 April, 1 July and 1 October."),
            "year": _("Tiers are reviewed every year on 1 January."),
        }[ladder.review.every]
    )
    if ladder.minimum_stay_days:
        sentences.append(
            _("Nobody falls within %(span)s of reaching a tier.") % {"span": span_words(ladder.minimum_stay_days, None)}
        )
    if ladder.grace_days:
        sentences.append(
            _("Whoever no longer qualifies first has %(span)s of grace to qualify again.")
            % {"span": span_words(ladder.grace_days, None)}
        )
    if ladder.landing == "one_tier":
        sentences.append(_("A fall is a soft landing: one tier at a time."))
    else:
        sentences.append(_("A fall ends on the highest tier whose conditions are still met."))
    return sentences
