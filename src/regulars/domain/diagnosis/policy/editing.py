"""Changes that may help, as edits of the programme's document."""

from __future__ import annotations

from decimal import Decimal

from regulars.domain.diagnosis.policy.saying import count, days, figure, name, points, said
from regulars.domain.diagnosis.types import Edit, EditKind, Proposal, Unit
from regulars.domain.observations.policy.known import Known
from regulars.engine.programme.model import Wallet


def higher_factor(known: Known, place: int) -> Proposal | None:
    """A factor for the tier that is a quarter above that of the tier below; None without factors by tier."""
    tiers = [tier.id for tier in known.document.ladder.tiers]
    for index, one in enumerate(known.document.multipliers):
        if one.by_tier is None or one.when is not None:
            continue
        below, own = (one.by_tier.get(tiers[at], Decimal(1)) for at in (place - 1, place))
        wanted = (below * Decimal("1.25")).quantize(Decimal("0.01")).normalize()
        if wanted <= own:
            return None
        edit = Edit(EditKind.SET, f"multipliers.{index}.by_tier.{tiers[place]}", f"{own:f}", f"{wanted:f}")
        params = {"tier": name(Unit.TIER, tiers[place]), "before": figure(float(own)), "after": figure(float(wanted))}
        return Proposal(f"factor.{tiers[place]}", said("propose_factor", **params), (edit,))
    return None


def lower_minimum(known: Known, wallet: Wallet, speed: float) -> Proposal | None:
    """A first reward that the median saver reaches in two months; None where there is no minimum or it is as low."""
    least = wallet.spending.minimum
    if least is None:
        return None
    step = wallet.spending.step or Decimal(1)
    months = Decimal(str(round(speed * 2 / 10**wallet.decimals, 2)))
    wanted = max(months // step * step, step)
    if wanted >= least:
        return None
    index = [one.id for one in known.document.wallets].index(wallet.id)
    edit = Edit(EditKind.SET, f"wallets.{index}.spending.minimum", f"{least:f}", f"{wanted:f}")
    scale = 10**wallet.decimals
    params = {
        "wallet": name(Unit.WALLET, wallet.id),
        "before": points(float(least) * scale, wallet.id),
        "after": points(float(wanted) * scale, wallet.id),
    }
    return Proposal(f"minimum.{wallet.id}", said("propose_minimum", **params), (edit,))


def longer_term(known: Known, wallet: Wallet) -> Proposal | None:
    """Half as long again until points expire; None where they never do."""
    field = "months" if wallet.expiry.months else "days"
    before = wallet.expiry.months or wallet.expiry.days
    most = 120 if field == "months" else 3660
    if before is None or before * 3 // 2 > most or before * 3 // 2 == before:
        return None
    index = [one.id for one in known.document.wallets].index(wallet.id)
    edit = Edit(EditKind.SET, f"wallets.{index}.expiry.{field}", str(before), str(before * 3 // 2))
    length = {"months": 30, "days": 1}[field]
    params = {
        "wallet": name(Unit.WALLET, wallet.id),
        "before": days(before * length),
        "after": days(before * 3 // 2 * length),
    }
    return Proposal(f"term.{wallet.id}", said("propose_term", **params), (edit,))


def end_for_ever(known: Known, wallet: Wallet) -> Proposal:
    """Points that end two years after a member's last purchase, where they never did."""
    index = [one.id for one in known.document.wallets].index(wallet.id)
    path = f"wallets.{index}.expiry"
    edit = Edit(EditKind.SET, path, None, "{kind: sliding, months: 24}")
    params = {"wallet": name(Unit.WALLET, wallet.id), "months": count(24)}
    return Proposal(f"sliding.{wallet.id}", said("propose_sliding", **params), (edit,))


def dearer_rate(known: Known, rate: float, aim: float) -> Proposal | None:
    """More to be spent for a point, by the rule that gave most; None where no rule has a rate."""
    told = known.gathered.used.rules.sort("points", descending=True)
    spend = {wallet.id for _, wallet in known.spend_wallets}
    for row in told.iter_rows(named=True):
        rule = known.document.rules[row["rule"]]
        if rule.award.per is None or rule.wallet not in spend:
            continue
        wanted = (rule.award.per * Decimal(str(rate / aim))).quantize(Decimal("0.1")).normalize()
        edit = Edit(EditKind.SET, f"rules.{row['rule']}.award.per", f"{rule.award.per:f}", f"{wanted:f}")
        params = {
            "rule": name(Unit.RULE, rule.id),
            "before": figure(float(rule.award.per)),
            "after": figure(float(wanted)),
        }
        return Proposal(f"rate.{rule.id}", said("propose_rate", **params), (edit,))
    return None


def higher_limit(known: Known, index: int) -> Proposal | None:
    """Twice the rule's own first limit; None where only the wallet's limits or budgets cut it."""
    rule = known.document.rules[index]
    if not rule.limits:
        return None
    before = rule.limits[0].points
    edit = Edit(EditKind.SET, f"rules.{index}.limits.0.points", f"{before:f}", f"{before * 2:f}")
    params = {
        "rule": name(Unit.RULE, rule.id),
        "before": figure(float(before)),
        "after": figure(float(before * 2)),
    }
    return Proposal(f"limit.{rule.id}", said("propose_limit", **params), (edit,))


def higher_wallet_limits(known: Known) -> Proposal | None:
    """Twice all limits of wallets that are spent; None where there are none."""
    spend = {wallet.id for _, wallet in known.spend_wallets}
    edits = tuple(
        Edit(EditKind.SET, f"limits.{index}.points", f"{one.points:f}", f"{one.points * 2:f}")
        for index, one in enumerate(known.document.limits)
        if one.wallet in spend
    )
    return Proposal("wallet_limits", said("propose_wallet_limits"), edits) if edits else None


def without(known: Known, kind: str, ident: str) -> Proposal | None:
    """The document without a rule, goal or multiplier; None where something else names it."""
    document = known.document
    ids = {
        "rule": [one.id for one in document.rules],
        "goal": [one.id for one in document.goals],
        "multiplier": [one.id for one in document.multipliers],
    }
    index = ids[kind].index(ident)
    named = {rule for budget in document.budgets for rule in budget.rules}
    named |= {rule for one in document.multipliers for rule in one.applies_to or ()}
    if kind == "rule" and ident in named:
        return None
    edit = Edit(EditKind.REMOVE, f"{kind}s.{index}", ident, None)
    unit = {"rule": Unit.RULE, "goal": Unit.GOAL, "multiplier": Unit.MULTIPLIER}[kind]
    return Proposal(f"without.{ident}", said(f"propose_without_{kind}", name=name(unit, ident)), (edit,))
