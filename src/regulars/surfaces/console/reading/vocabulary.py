"""What the names and values of expressions are called in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from regulars.engine.expressions.vocabulary import EVENT_COLUMNS, LINE_COLUMNS, Kind
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.basics import Text
from regulars.engine.programme.model import Programme
from regulars.surfaces.web.formatting import is_chinese, money, plain_decimal

_COLUMNS = {
    "channel": gettext_lazy("channel"),
    "store": gettext_lazy("store"),
    "amount": gettext_lazy("order amount"),
    "discount": gettext_lazy("order discount"),
    "tax": gettext_lazy("order tax"),
    "delivery": gettext_lazy("delivery charge"),
    "instruments": gettext_lazy("paid with gift cards and the like"),
    "weekday": gettext_lazy("weekday"),
    "hour": gettext_lazy("hour of the day"),
    "day": gettext_lazy("day of the month"),
    "month": gettext_lazy("month"),
    "year": gettext_lazy("year"),
    "sku": gettext_lazy("article"),
    "category": gettext_lazy("category"),
    "department": gettext_lazy("department"),
    "brand": gettext_lazy("brand"),
    "quantity": gettext_lazy("quantity"),
    "line_amount": gettext_lazy("amount of the line"),
    "line_discount": gettext_lazy("discount of the line"),
    "line_tax": gettext_lazy("tax of the line"),
    "line_instruments": gettext_lazy("gift cards' share of the line"),
    "tier": gettext_lazy("tier"),
    "days_as_member": gettext_lazy("days as a member"),
    "birthday_month": gettext_lazy("birthday month"),
}
_MONEY_COLUMNS = frozenset(name.id for name in (*EVENT_COLUMNS, *LINE_COLUMNS) if name.kind is Kind.MONEY)
_EVENTS = {
    "purchase": gettext_lazy("purchase"),
    "refund": gettext_lazy("refund"),
    "redeem": gettext_lazy("redemption"),
    "hold": gettext_lazy("hold"),
    "capture": gettext_lazy("capture of a hold"),
    "release": gettext_lazy("release of a hold"),
    "return": gettext_lazy("return of spent points"),
    "grant": gettext_lazy("manual grant"),
    "deduct": gettext_lazy("manual deduction"),
    "write_off": gettext_lazy("write-off"),
    "extend": gettext_lazy("extension of expiry"),
    "reinstate": gettext_lazy("reinstatement of expired points"),
    "transfer_out": gettext_lazy("gift to a member"),
    "transfer_in": gettext_lazy("gift from a member"),
    "opening": gettext_lazy("opening balance"),
    "merge_out": gettext_lazy("merge into another member"),
    "merge_in": gettext_lazy("merge of another member"),
    "void": gettext_lazy("event taken back"),
    "restate": gettext_lazy("restatement"),
    "tier_grant": gettext_lazy("tier grant"),
    "tier_lock": gettext_lazy("tier lock"),
    "tick": gettext_lazy("passing of time"),
    "enrol": gettext_lazy("enrolment"),
    "profile": gettext_lazy("profile change"),
    "visit": gettext_lazy("visit"),
    "review": gettext_lazy("review"),
    "referral": gettext_lazy("referral"),
    "share": gettext_lazy("share"),
    "sign_in": gettext_lazy("check-in"),
    "survey": gettext_lazy("survey"),
    "coupon_redeemed": gettext_lazy("coupon use"),
    "campaign": gettext_lazy("campaign contact"),
    "benefit_granted": gettext_lazy("benefit granted"),
    "benefit_used": gettext_lazy("use of a benefit"),
    "benefit_returned": gettext_lazy("use of a benefit taken back"),
    "benefit_rated": gettext_lazy("benefit rated"),
    "reward_ordered": gettext_lazy("order of a reward"),
    "reward_returned": gettext_lazy("reward given back"),
    "plan_started": gettext_lazy("start of a plan"),
    "plan_renewed": gettext_lazy("renewal of a plan"),
    "plan_changed": gettext_lazy("change of a plan"),
    "plan_ended": gettext_lazy("end of a plan"),
}


def weekday_name(number: int) -> str:
    """The day's name; 1 is Monday."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return names[number - 1] if 1 <= number <= len(names) else str(number)


def event_name(kind: str, activity: str | None = None) -> str:
    """What happened, for people: the kind of an event, or the name of the activity."""
    name = activity if kind == "activity" and activity else kind
    known = _EVENTS.get(name)
    return str(known) if known else name.replace("_", " ")


def in_language(text: Text) -> str:
    """A text of the document in the reader's language."""
    return text.zh if is_chinese() else text.en


@dataclass(frozen=True)
class Vocabulary:
    """The names of one programme: metrics, tiers and wallets by id, and its currency."""

    names: Mapping[str, str]
    tiers: Mapping[str, str]
    wallets: Mapping[str, str]
    money_names: frozenset[str]
    currency: str

    def name(self, column: str) -> str:
        """A column or metric as people call it."""
        return self.names.get(column) or str(_COLUMNS.get(column, column.replace("_", " ")))

    def value(self, column: str, literal: str | Decimal) -> str:
        """A literal that stands beside the column."""
        if isinstance(literal, str):
            return self._word(column, literal)
        if column == "weekday":
            return weekday_name(int(literal))
        if column in self.money_names:
            return self.amount(literal)
        return plain_decimal(literal)

    def amount(self, units: Decimal) -> str:
        """Currency units as money, without decimals where there are none."""
        text = money(int(units.scaleb(CURRENCY_DECIMALS[self.currency])), self.currency)
        return text.removesuffix(".00")

    def _word(self, column: str, literal: str) -> str:
        if column == "tier":
            return self.tiers.get(literal, literal)
        if column == "event":
            return event_name(literal)
        return pgettext("a word from the data, quoted", "“%(word)s”") % {"word": literal}


def vocabulary_of(programme: Programme) -> Vocabulary:
    """The vocabulary of a document in the reader's language."""
    wallets = {wallet.id: in_language(wallet.name) for wallet in programme.wallets}
    balances = {f"balance_{wallet}": _("balance of %(wallet)s") % {"wallet": name} for wallet, name in wallets.items()}
    of_money = {metric.id for metric in programme.metrics if metric.measure == "sum" and _is_money(metric.of)}
    return Vocabulary(
        names={metric.id: in_language(metric.name) for metric in programme.metrics} | balances,
        tiers={tier.id: in_language(tier.name) for tier in programme.ladder.tiers},
        wallets=wallets,
        money_names=frozenset(of_money | _MONEY_COLUMNS),
        currency=programme.currency,
    )


def _is_money(summed: str | None) -> bool:
    return summed is None or any(column in summed for column in _MONEY_COLUMNS)
