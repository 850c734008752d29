"""The report of a replay with members who respond."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.surfaces.cli.output import chosen_language, print_table
from regulars.surfaces.cli.programmes import text_in
from regulars.surfaces.cli.replay.response_words import response_word

if TYPE_CHECKING:
    from regulars.domain.replay.operations import Question
    from regulars.domain.replay.types import Replayed
    from regulars.domain.responses.policy.planning import Plan
    from regulars.domain.responses.types import DraftResponse, FigureRange, Responses, Source


def plan_of(assumptions: Path, runs: int, seed: int) -> Plan:
    """The runs that are asked for, with the assumptions of a file."""
    from regulars.domain.responses.policy.assumptions import load_assumptions
    from regulars.domain.responses.policy.planning import Plan

    return Plan(load_assumptions(text_in(assumptions)), runs, seed)


def respond(replayed: Replayed, question: Question, plan: Plan, share: int) -> Responses:
    """Run the drafts with members who respond, and print what comes of it."""
    from regulars.domain.responses.operations import responses_to

    responses = responses_to(replayed, question, plan, share, _progress)
    print(file=sys.stderr)
    ResponseReport(chosen_language().value, responses).tell()
    return responses


@dataclass(frozen=True)
class ResponseReport:
    """Responses in a language."""

    language: str
    responses: Responses

    def tell(self) -> None:
        """Print everything."""
        told = self.responses
        print()
        counts = {"members": f"{told.members:,}", "simulated": f"{told.simulated:,}"}
        print(self._word("title", runs=told.runs, seed=told.seed, **counts))
        if told.simulated < told.members:
            print(self._word("part"))
        self._assumptions()
        for draft in told.drafts:
            self._draft(draft)
        print()
        if told.assumptions.margin is None:
            print(self._word("no_margin"))
        print(self._word("closing"))

    def _assumptions(self) -> None:
        from regulars.domain.responses.types import ASSUMED, MARGIN

        rows = []
        for name in (*ASSUMED, MARGIN):
            one = getattr(self.responses.assumptions, name)
            if one is not None:
                shares = (f"{value:.2f}" for value in (one.low, one.likely, one.high))
                rows.append((self._word(name), *shares, self._source(one.source) if name != MARGIN else ""))
        self._table("assumed", ("assumption", "low", "likely", "high", "source"), rows)

    def _source(self, source: Source) -> str:
        return self._word(source.kind, reference=source.reference, measured=source.measured)

    def _draft(self, draft: DraftResponse) -> None:
        print()
        print(self._word("compared", name=draft.name, baseline=draft.baseline))
        names = {"name": draft.name, "baseline": draft.baseline}
        near = {"before": f"{draft.near[0] / 100:.1%}", "after": f"{draft.near[1] / 100:.1%}"}
        worth = {"before": f"{draft.worth[0]:.2%}", "after": f"{draft.worth[1]:.2%}"}
        print("  " + self._word("near", **names, **near))
        print("  " + self._word("worth", **names, **worth))
        columns = ("figure", "baseline", "unchanged", "p10", "p50", "p90")
        self._table("figures", columns, [self._figure(one) for one in draft.figures])
        self._tornado(draft)

    def _figure(self, one: FigureRange) -> tuple[str, ...]:
        values = (one.baseline, one.unchanged, one.range.low, one.range.middle, one.range.high)
        if one.tier:
            return (self._word("members", tier=one.tier), *(f"{value:,}" for value in values))
        return (self._word(one.figure.value), *(self._money(value) for value in values))

    def _tornado(self, draft: DraftResponse) -> None:
        bars = [
            (
                self._word(bar.assumption).partition(":")[0].partition("：")[0],
                f"{bar.low:.2f}",
                self._money(bar.at_low),
                f"{bar.high:.2f}",
                self._money(bar.at_high),
                self._money(bar.width),
            )
            for bar in draft.tornado.bars
        ]
        print()
        print(self._word("tornado", figure=self._word(draft.tornado.figure.value)))
        columns = ("assumption", "low", "at_low", "high", "at_high", "width")
        print_table([self._word(column) for column in columns], bars)
        print(self._word("likely_one", value=self._money(draft.tornado.likely)))

    def _table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        print()
        print(self._word(title))
        print_table([self._word(column) for column in columns], rows)

    def _money(self, minor: int) -> str:
        from regulars.surfaces.web.formatting import money

        return money(minor, self.responses.currency)

    def _word(self, key: str, **params: object) -> str:
        return response_word(key, self.language, **params)


def _progress(done: int, of: int) -> None:
    print(f"\r{done:,} / {of:,}", end="", file=sys.stderr, flush=True)
