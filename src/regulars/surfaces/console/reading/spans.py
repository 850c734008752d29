"""Periods, windows, expiry and review days in words."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.engine.programme.model import Expiry, Ladder, Metric, Pending, Window
from regulars.surfaces.console.reading.vocabulary import event_name, in_language
from regulars.surfaces.web.formatting import plain_decimal

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


def share_words(share: Decimal) -> str:
    """0.35 as "35%"."""
    return f"{plain_decimal(share * 100)}%"


def pending_words(pending: Pending) -> str:
    """When points that were earned can be spent."""
    span = {"span": span_words(pending.days, None), "activity": event_name(pending.until or "")}
    if pending.until is None:
        return _("Can be spent %(span)s after they were earned.") % span
    if pending.days is None:
        return _("Can be spent once the activity “%(activity)s” confirms their order.") % span
    return _("Can be spent once the activity “%(activity)s” confirms their order, at the latest after %(span)s.") % span


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
    if ladder.trial is not None:
        name = next(
            (in_language(tier.name) for tier in ladder.tiers if tier.id == ladder.trial.tier), ladder.trial.tier
        )
        span = span_words(ladder.trial.days, None)
        sentences.append(_("Every new member has the tier %(tier)s for %(span)s.") % {"tier": name, "span": span})
    if ladder.review is None and ladder.evaluation is None:
        return [*sentences, _("There is no review: nobody falls.")]
    sentences += _days_of_review(ladder)
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


def _days_of_review(ladder: Ladder) -> list[str]:
    """The days on which tiers are looked at, and those on which they are lost."""
    sentences = []
    if ladder.review is not None:
        sentences.append(
            {
                "month": _("Tiers are reviewed on the first day of each month."),
                "quarter": _("Tiers are reviewed on 1 January, 1 April, 1 July and 1 October."),
                "year": _("Tiers are reviewed every year on 1 January."),
            }[ladder.review.every]
        )
    if ladder.evaluation is not None:
        sentences.append(
            {
                "month": _("Tiers are lost on the first day of a month only."),
                "quarter": _("Tiers are lost on 1 January, 1 April, 1 July and 1 October only."),
                "year": _("Tiers are lost on 1 January only."),
                "anniversary": _("Tiers are lost on the anniversary of enrolment only."),
            }[ladder.evaluation.every]
        )
    return sentences


def notice_words(ladder: Ladder) -> list[str]:
    """What members are told before their tier changes."""
    sentences = []
    if ladder.notice_days and (ladder.review is not None or ladder.evaluation is not None):
        span = span_words(ladder.notice_days, None)
        sentences.append(_("A fall is announced %(span)s ahead.") % {"span": span})
    if len(ladder.tiers) > 1:
        percent = {"percent": ladder.near_percent}
        sentences.append(_("Whoever has come %(percent)s%% of the way to the next tier is near it.") % percent)
    return sentences
