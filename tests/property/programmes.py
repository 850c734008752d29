"""Hypothesis strategies for programmes: every window, group mode, limit, expiry, policy and way to move on a ladder.

Only budgets are left out: what they let an event have is no matter of one member's history, but logged with the event.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from regulars.engine.programme.model import Programme

ZONES = ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "America/Havana", "UTC"]
PERIODS = ["day", "week", "month", "quarter", "year"]
EVENT_PARTS = [
    "event = 'purchase'",
    "event = 'visit'",
    "event in ('purchase', 'visit')",
    "event <> 'visit'",
    "amount >= 20",
    "amount - discount > 10.50",
    "discount is null",
    "channel = 'app'",
    "channel is null",
    "not channel = 'store'",
    "not (channel = 'app' and store = 's1')",
    "store in ('s1', 's2') or amount > 50",
    "weekday = 3",
    "hour between 8 and 20",
    "day >= 28",
    "month = 2 or month = 12",
    "coalesce(campaign, 'none') = 'spring'",
    "length(campaign) = 6",
    "tax > 2 or delivery > 3",
    "instruments = 0",
]
LINE_PARTS = [
    "category = 'coffee'",
    "category not in ('tobacco', 'tea')",
    "line_amount >= 5",
    "line_amount + line_discount > 7.25",
    "brand is null or brand = 'own'",
    "quantity >= 2",
    "lower(sku) like 'a%'",
    "not (category = 'tea' or quantity = 1)",
    "case when brand = 'own' then 1 else 0 end = 1",
    "line_tax >= 1 or line_instruments > 2",
]
AMOUNTS = ["amount", "line_amount", "quantity", "amount + discount", "line_amount + line_discount", "least(amount, 30)"]
AMOUNTS += ["2", "case when category = 'tea' then 3 else 1 end"]
TIERS = ["base", "silver", "gold", "black"]


def text(name: str) -> dict[str, str]:
    """A name in both languages."""
    return {"zh": name, "en": name}


def points(most: int = 60) -> st.SearchStrategy[Decimal]:
    """Numbers of whole points."""
    return st.integers(1, most).map(Decimal)


@st.composite
def windows(draw: st.DrawFn, *, streak: bool) -> dict[str, Any]:
    """A window of any kind; a streak counts calendar periods."""
    kind = "calendar" if streak else draw(st.sampled_from(["calendar", "rolling", "anniversary", "lifetime"]))
    if kind == "calendar":
        return {"kind": kind, "period": draw(st.sampled_from(PERIODS))}
    if kind == "rolling":
        unit = draw(st.sampled_from(["days", "months"]))
        return {"kind": kind, unit: draw(st.integers(1, 40 if unit == "days" else 12))}
    return {"kind": kind}


@st.composite
def conditions(draw: st.DrawFn, members: list[str], *, lines: bool = True) -> str:
    """A conjunction of one to three parts about the event, its lines and the member."""
    pools = [EVENT_PARTS] + ([LINE_PARTS] if lines else []) + ([members] if members else [])
    parts = draw(st.lists(st.sampled_from(pools).flatmap(st.sampled_from), min_size=1, max_size=3))
    return " and ".join(f"({part})" for part in parts)


@st.composite
def metrics(draw: st.DrawFn, number: int, wallets: list[str]) -> dict[str, Any]:
    """A metric of any measure."""
    measure = draw(st.sampled_from(["count", "sum", "distinct", "streak", "earned"]))
    metric: dict[str, Any] = {"id": f"m{number}", "name": text("m"), "measure": measure}
    metric["window"] = draw(windows(streak=measure == "streak"))
    if measure == "earned":
        return {**metric, "wallet": draw(st.sampled_from(wallets))}
    about_lines = draw(st.booleans())
    if measure == "sum":
        metric["of"] = draw(st.sampled_from(AMOUNTS))
    if measure == "distinct":
        metric["of"] = draw(st.sampled_from(["store", "channel", "hour", "campaign", "amount"]))
    if draw(st.booleans()):
        metric["when"] = draw(conditions([], lines=about_lines))
    return metric


def member_parts(metric_documents: list[dict[str, Any]], wallets: list[str], tiers: list[str]) -> list[str]:
    """Parts of conditions that speak of the member."""
    parts = ["birthday_month", "days_as_member >= 30", "days_as_member between 1 and 100"]
    parts += ["segment = 'student'", "coalesce(segment, 'none') <> 'student'", "score >= 5", "not vip"]
    parts += [f"tier = '{tier}'" for tier in tiers] + [f"tier >= '{tier}'" for tier in tiers]
    parts += [f"not tier in ('{tiers[-1]}')", f"tier < '{tiers[-1]}' or amount >= 40"]
    parts += [f"balance_{wallet} >= 30" for wallet in wallets]
    for metric in metric_documents:
        parts += [f"{metric['id']} >= {number}" for number in (1, 2, 3, 30, 100)]
        parts += [f"{metric['id']} = 2", f"not {metric['id']} between 2 and 50"]
    return parts


@st.composite
def awards(draw: st.DrawFn) -> dict[str, Any]:
    """A fixed award, a rate, or an award per item."""
    form = draw(st.sampled_from(["fixed", "rate", "rate", "item"]))
    award: dict[str, Any] = {"points": draw(points())}
    if form == "rate":
        award["points"] = draw(st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("2.25"), Decimal(7)]))
        award["per"] = draw(st.sampled_from([Decimal(1), Decimal(3), Decimal("2.5"), Decimal(10)]))
        if draw(st.booleans()):
            award["of"] = draw(st.sampled_from(AMOUNTS))
        award["whole_steps"] = award["per"] % 1 == 0 and draw(st.booleans())
    if form == "item":
        award["per_item"] = True
    return award


@st.composite
def rules(draw: st.DrawFn, number: int, wallets: list[str], groups: list[str], members: list[str]) -> dict[str, Any]:
    """A rule, perhaps in a group, with limits and dates."""
    rule: dict[str, Any] = {"id": f"r{number}", "name": text("r"), "wallet": draw(st.sampled_from(wallets))}
    rule["when"], rule["award"] = draw(conditions(members)), draw(awards())
    rule["limits"] = draw(st.lists(limits(), max_size=2))
    _place(draw, rule, groups)
    return rule


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    """A limit of any period."""
    return {"per": draw(st.sampled_from(["event", *PERIODS, "lifetime"])), "points": draw(points(200))}


@dataclass(frozen=True)
class Names:
    """What parts of a programme may refer to."""

    groups: list[str]
    tiers: list[str]
    members: list[str]
    rules: list[str]


@st.composite
def multipliers(draw: st.DrawFn, number: int, names: Names) -> dict[str, Any]:
    """A multiplier with one factor or one per tier."""
    factors = st.sampled_from([Decimal("1.5"), Decimal(2), Decimal("1.25"), Decimal(3)])
    multiplier: dict[str, Any] = {"id": f"x{number}", "name": text("x")}
    if draw(st.booleans()):
        multiplier["factor"] = draw(factors)
    else:
        multiplier["by_tier"] = {tier: draw(factors) for tier in names.tiers}
    if draw(st.booleans()):
        multiplier["when"] = draw(conditions(names.members, lines=False))
    if draw(st.booleans()):
        multiplier["applies_to"] = sorted(draw(st.sets(st.sampled_from(names.rules), min_size=1)))
    _place(draw, multiplier, names.groups)
    return multiplier


def _place(draw: st.DrawFn, part: dict[str, Any], groups: list[str]) -> None:
    """Give a part a group, a priority and dates, or none."""
    if groups and draw(st.booleans()):
        part["group"] = draw(st.sampled_from(groups))
        part["priority"] = draw(st.integers(0, 2))
    if draw(st.integers(0, 5)) == 0:
        part["starts_on"] = "2024-02-01"
        part["ends_on"] = "2024-03-31"


@st.composite
def ladders(draw: st.DrawFn, metric_ids: list[str], tiers: list[str]) -> dict[str, Any]:
    """A ladder whose tiers are reached and kept by metrics."""
    steps: list[dict[str, Any]] = [{"id": tiers[0], "name": text(tiers[0])}]
    for place, tier in enumerate(tiers[1:], start=1):
        step: dict[str, Any] = {"id": tier, "name": text(tier)}
        step["enter"] = draw(_thresholds(metric_ids, place))
        if draw(st.booleans()):
            step["keep"] = draw(_thresholds(metric_ids, place))
        steps.append(step)
    ladder: dict[str, Any] = {"tiers": steps, "landing": draw(st.sampled_from(["one_tier", "to_qualified"]))}
    if draw(st.integers(0, 4)):
        ladder["review"] = {"every": draw(st.sampled_from(["month", "quarter", "year"]))}
    if draw(st.integers(0, 2)) == 0:
        ladder["evaluation"] = {"every": draw(st.sampled_from(["month", "quarter", "year", "anniversary"]))}
    if draw(st.integers(0, 2)) == 0 and len(tiers) > 1:
        ladder["trial"] = {"tier": draw(st.sampled_from(tiers[1:])), "days": draw(st.sampled_from([1, 30, 60]))}
    ladder["grace_days"] = draw(st.sampled_from([0, 0, 1, 30, 45]))
    ladder["minimum_stay_days"] = draw(st.sampled_from([0, 0, 20, 90]))
    return ladder


@st.composite
def _thresholds(draw: st.DrawFn, metric_ids: list[str], place: int) -> str:
    if not metric_ids:
        return f"days_as_member >= {place * 20}"
    parts = draw(st.lists(st.sampled_from(metric_ids), min_size=1, max_size=2))
    joined = draw(st.sampled_from([" and ", " or "]))
    return joined.join(f"{part} >= {draw(st.sampled_from([1, 2, 3, 10, 40])) * place}" for part in parts)


@st.composite
def expiries(draw: st.DrawFn) -> dict[str, Any]:
    """Never, fixed or sliding expiry, in months or days, perhaps moved to the end of a period."""
    kind = draw(st.sampled_from(["never", "fixed", "fixed", "sliding"]))
    if kind == "never":
        return {"kind": kind}
    unit = draw(st.sampled_from(["months", "days"]))
    ends = ["day"] if kind == "sliding" else ["day", "month_end", "quarter_end", "year_end"]
    until = draw(st.sampled_from(ends))
    return {"kind": kind, unit: draw(st.integers(1, 6 if unit == "months" else 100)), "until": until}


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    """A choice for each policy."""
    choices: dict[str, list[Any]] = {
        "rounding": ["floor", "half_up", "half_even", "ceil"],
        "basis": ["items", "order_total"],
        "discounts": ["lower_basis", "ignored"],
        "tax": ["included", "excluded"],
        "delivery": ["excluded", "included"],
        "instruments": ["ignored", "lower_basis"],
        "refund": ["line_exact", "proportional", "recomputed"],
        "refund_shortfall": ["clamp", "other_lots", "negative", "recovery"],
        "recovery_offset_percent": [100, 50, 33, 1],
        "spent_points": ["when_whole", "proportional", "kept"],
        "returned_minimum_days": [0, 0, 1, 45],
        "overdraft": ["reject", "clamp", "negative"],
        "expiry_boundary": ["inclusive", "exclusive"],
        "multipliers": ["multiply", "add"],
    }
    return {name: draw(st.sampled_from(values)) for name, values in choices.items()}


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """A whole programme document."""
    wallets = ["points", "extra", "growth"][: draw(st.integers(1, 3))]
    tiers = TIERS[: draw(st.integers(1, 4))]
    metric_documents = [draw(metrics(number, wallets)) for number in range(draw(st.integers(0, 4)))]
    metric_ids = [metric["id"] for metric in metric_documents]
    modes = draw(st.lists(st.sampled_from(["add", "best", "exclusive"]), max_size=2))
    groups = [f"g{number}" for number in range(len(modes))]
    members = member_parts(metric_documents, wallets, tiers)
    rule_documents = [draw(rules(number, wallets, groups, members)) for number in range(draw(st.integers(1, 4)))]
    names = Names(groups, tiers, members, [rule["id"] for rule in rule_documents])
    document = {
        "id": "club",
        "name": text("club"),
        "currency": draw(st.sampled_from(["CNY", "CNY", "KWD"])),
        "time_zone": draw(st.sampled_from(ZONES)),
        "policies": draw(policies()),
        "attributes": [{"id": "campaign", "type": "text"}],
        "member_attributes": [
            {"id": "segment", "type": "text"},
            {"id": "score", "type": "integer"},
            {"id": "vip", "type": "boolean"},
        ],
        "wallets": [_wallet(draw, wallet, tiers) for wallet in wallets],
        "metrics": metric_documents,
        "groups": [{"id": group, "mode": mode} for group, mode in zip(groups, modes, strict=True)],
        "rules": rule_documents,
        "multipliers": [draw(multipliers(n, names)) for n in range(draw(st.integers(0, 3)))],
        "limits": [
            {**draw(limits()), "wallet": draw(st.sampled_from(wallets))} for _ in range(draw(st.integers(0, 2)))
        ],
        "ladder": draw(ladders(metric_ids, tiers)),
        "goals": [_goal(draw, n, metric_documents, wallets) for n in range(draw(st.integers(0, 2 * bool(metric_ids))))],
    }
    return Programme.model_validate(document)


def _wallet(draw: st.DrawFn, wallet: str, tiers: list[str]) -> dict[str, Any]:
    purpose = "status" if wallet == "growth" else "spend"
    decimals = draw(st.sampled_from([0, 0, 1, 2])) if wallet == "extra" else 0
    document = {"id": wallet, "name": text(wallet), "purpose": purpose, "decimals": decimals}
    document |= {"expiry": draw(expiries())}
    if draw(st.integers(0, 2)) == 0:
        document["pending"] = draw(
            st.sampled_from([{"days": 1}, {"days": 14}, {"until": "delivered"}, {"days": 30, "until": "delivered"}])
        )
    if purpose == "spend" and draw(st.booleans()):
        document |= _terms(draw, tiers)
    return document


def _terms(draw: st.DrawFn, tiers: list[str]) -> dict[str, Any]:
    """What a redemption may be."""
    spending: dict[str, Any] = {}
    if draw(st.booleans()):
        spending |= {"minimum": draw(points(40))}
    if draw(st.booleans()):
        spending |= {"step": draw(st.sampled_from([Decimal(1), Decimal(5)]))}
    if draw(st.booleans()):
        return {"spending": spending}
    spending |= {"order_share": Decimal("0.5"), "order_share_by_tier": {tiers[-1]: Decimal(1)}}
    return {"spending": spending, "cash_value": draw(st.sampled_from([Decimal("0.1"), Decimal("0.013")]))}


def _goal(draw: st.DrawFn, number: int, documents: list[dict[str, Any]], wallets: list[str]) -> dict[str, Any]:
    metric = draw(st.sampled_from(documents))
    goal: dict[str, Any] = {"id": f"goal{number}", "name": text("goal"), "metric": metric["id"]}
    goal["target"] = draw(st.sampled_from([1, 2, 3, 50, 1000]))
    if draw(st.booleans()):
        goal["wallet"], goal["points"] = draw(st.sampled_from(wallets)), draw(st.integers(1, 50).map(Decimal))
    if metric["window"]["kind"] != "rolling" and draw(st.booleans()):
        goal["repeat"] = True
        if draw(st.booleans()):
            goal |= {"at_most": draw(st.integers(1, 3)), "surplus": draw(st.sampled_from(["kept", "lost"]))}
    return goal
