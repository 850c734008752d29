"""A replay's report for people: one table after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.replay.words import word

if TYPE_CHECKING:
    from regulars.domain.replay.types import Comparison, Replayed, Results, Shift
    from regulars.engine.programme.model import Programme


@dataclass(frozen=True)
class Report:
    """In which language a replay is told, and the documents by name of what was replayed."""

    language: str
    documents: dict[str, Programme]

    def tell(self, replayed: Replayed) -> None:
        """Print everything."""
        for results in replayed.results:
            self._results(results)
        for comparison in replayed.comparisons:
            self._comparison(comparison)
        print()
        print(self._word("behaviour"))

    def _word(self, name: str, **params: object) -> str:
        return word(name, self.language, **params)

    def _table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        if rows:
            print()
            print(self._word(title))
            print_table([self._word(column) for column in columns], rows)

    def _results(self, results: Results) -> None:
        counts = {"members": f"{results.members:,}", "events": f"{results.events:,}"}
        print()
        print(self._word("title", programme=results.name, **counts))
        if len(results.versions) > 1:
            print("  " + self._word("as_it_was", versions=versions_text(results.versions, self._word("to"))))
        self._tiers(results)
        self._wallets(results)
        points = self._decimals(results.name)
        finest = max(points.values())
        budgets = [
            (
                one.budget,
                one.period,
                points_text(one.points, finest),
                points_text(one.limit, finest),
                "x" * one.exhausted,
            )
            for one in results.budgets
        ]
        self._table("budgets", ("budget", "period", "used", "limit", "exhausted"), budgets)
        disallowed = [(self._word(one.kind), self._word(one.reason), f"{one.events:,}") for one in results.disallowed]
        self._table("disallowed", ("kind", "reason", "events"), disallowed)
        self._benefits(results)

    def _benefits(self, results: Results) -> None:
        from regulars.engine.money import CURRENCY_DECIMALS

        money = CURRENCY_DECIMALS[results.currency]
        uses = [
            (
                one.benefit,
                f"{one.uses:,}",
                f"{one.members:,}",
                points_text(one.cost_minor, money),
                f"{one.refused:,}",
                points_text(one.refused_minor, money),
            )
            for one in results.benefits
        ]
        self._table("benefits", ("benefit", "uses", "members", "cost", "not_given", "saved"), uses)

    def _tiers(self, results: Results) -> None:
        last = results.tier_months[-1].month
        reach = {one.tier: one for one in results.reach}
        rows = []
        for tier in results.tiers:
            own = [one for one in results.tier_months if one.tier == tier]
            members = next(one.members for one in own if one.month == last)
            found = reach.get(tier)
            rows.append(
                (
                    tier,
                    f"{members:,}",
                    f"{members / results.members:.1%}",
                    *(("-",) * 3 if found is None else (f"{found.reached:,}", _shown(found.median_days), found.near)),
                    f"{sum(one.rose for one in own):,}",
                    f"{sum(one.fell for one in own):,}",
                )
            )
        self._table("tiers", ("tier", "members", "share", "reached", "median_days", "near", "rose", "fell"), rows)

    def _wallets(self, results: Results) -> None:
        decimals = self._decimals(results.name)
        rows = [
            (
                one.wallet,
                *(
                    points_text(points, decimals[one.wallet])
                    for points in (one.issued, one.redeemed, one.expired, one.outstanding)
                ),
                self._money(results.name, one.cost_minor),
                self._money(results.name, one.liability_minor),
                _share(one.breakage),
                "-" if one.gini is None else f"{one.gini:.2f}",
            )
            for one in results.wallets
        ]
        columns = ("wallet", "issued", "redeemed", "expired", "outstanding", "cost", "liability", "breakage", "gini")
        self._table("points", columns, rows)

    def _comparison(self, one: Comparison) -> None:
        print()
        print(self._word("compared", programme=one.name, baseline=one.baseline))
        counts = {name: f"{getattr(one, name):,}" for name in ("gaining", "losing", "unchanged")}
        money = {"gained": self._money(one.name, one.gained_minor), "lost": self._money(one.name, one.lost_minor)}
        print("  " + self._word("gaining", **counts, **money))
        tiers = sorted({after for _, after, _ in one.flow}, key=self._tier_order(one.name))
        flow = {(before, after): members for before, after, members in one.flow}
        rows = [
            (before, *(flow.get((before, after), 0) for after in tiers))
            for before in sorted({before for before, _, _ in one.flow}, key=self._tier_order(one.baseline))
        ]
        self._table("flow", ("tier", *tiers), rows)
        self._groups(one)
        self._shifts("winners", one.name, one.winners)
        self._shifts("losers", one.name, one.losers)

    def _groups(self, one: Comparison) -> None:
        rows = [
            (
                self._word(f"by_{group.grouping}", group=group.name),
                f"{group.members:,}",
                f"{group.gaining:,}",
                self._money(one.name, group.gained_minor),
                f"{group.losing:,}",
                self._money(one.name, group.lost_minor),
                f"{group.higher:,}",
                f"{group.lower:,}",
            )
            for group in one.groups
        ]
        columns = ("group", "members", "gain", "gained", "lose", "lost", "higher", "lower")
        self._table("groups", columns, rows)

    def _tier_order(self, name: str) -> Callable[[str], int]:
        return [tier.id for tier in self.documents[name].ladder.tiers].index

    def _shifts(self, title: str, name: str, shifts: Sequence[Shift]) -> None:
        rows = [
            (
                one.member,
                f"{self._money(name, one.worth_before)} {one.tier_before}",
                f"{self._money(name, one.worth_after)} {one.tier_after}",
            )
            for one in shifts[:5]
        ]
        self._table(title, ("member", "before", "after"), rows)

    def _decimals(self, name: str) -> dict[str, int]:
        return {wallet.id: wallet.decimals for wallet in self.documents[name].wallets}

    def _money(self, name: str, minor: int | None) -> str:
        from regulars.surfaces.web.formatting import money

        return "-" if minor is None else money(minor, self.documents[name].currency)


def versions_text(numbers: Sequence[int], to: str) -> str:
    """Some numbers: from the first to the last where none between is missing, else one after another."""
    from regulars.surfaces.web.formatting import is_run

    if is_run(numbers):
        return f"{numbers[0]}{to}{numbers[-1]}"
    return ", ".join(str(number) for number in numbers)


def points_text(points: int, decimals: int) -> str:
    """Points as people read them."""
    from regulars.surfaces.web.formatting import scaled

    return str(scaled(points, decimals))


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _shown(number: int | None) -> str:
    return "-" if number is None else str(number)
