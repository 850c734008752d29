"""A replay's report for members of segments, from what the replay wrote of members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from regulars.surfaces.cli.output import print_table, wrong_usage
from regulars.surfaces.cli.replay.asking import SliceEnd
from regulars.surfaces.cli.replay.report import Report, points_text
from regulars.surfaces.cli.replay.words import word

if TYPE_CHECKING:
    from datetime import datetime

    from pyroaring import BitMap64

    from regulars.domain.history.types import Manifest
    from regulars.domain.replay.operations import Question
    from regulars.domain.studies.types import Portion


class SegmentReport(Report):
    """Tables in which segments stand beside one another, each under every programme."""

    def segments(self, question: Question, codes: Sequence[str], end: SliceEnd) -> None:
        """Print them; one segment alone stands beside all other members."""
        from regulars.domain.history.queries import read_manifest
        from regulars.domain.studies.queries.portions import folders_in, portions_of, standings

        manifest = read_manifest(question.history)
        programme_id = _own_programme(manifest)
        folders = folders_in(question.folder)
        programmes = [(one.name, one.shown) for one in question.candidates]
        instant = _instant(question, manifest, end)
        print()
        print(word("by_segment", self.language, instant=f"{instant:%Y-%m-%d %H:%M} UTC"))
        groups = self._groups_of(programme_id, codes, instant)
        if len(groups) == 1:
            everybody = standings(folders[programmes[0][0]]).select("member").collect()["member"].to_list()
            groups.append((word("others", self.language), _without(everybody, groups[0][1])))
        found = [(name, one) for name, members in groups for one in portions_of(folders, programmes, members)]
        self._told(found)

    def _groups_of(self, programme_id: int, codes: Sequence[str], instant: datetime) -> list[tuple[str, BitMap64]]:
        from regulars.domain.segments.operations import who_was_in

        groups = []
        for code in dict.fromkeys(codes):
            past = who_was_in(programme_id, code, instant)
            if not past.recorded:
                print("  " + word("worked_out", self.language, segment=code))
            groups.append((code, past.members))
        return groups

    def _told(self, found: Sequence[tuple[str, Portion]]) -> None:
        def heads(*more: str) -> list[str]:
            return [word(one, self.language) for one in ("segment", "programme", *more)]

        tiers = list(dict.fromkeys(tier for _, one in found for tier, _members in one.tiers))
        print_table(
            [*heads("members", "spent"), *tiers],
            [
                (
                    name,
                    one.name,
                    f"{one.members:,}",
                    self._money(one.name, one.spent_minor),
                    *(dict(one.tiers).get(tier, "-") for tier in tiers),
                )
                for name, one in found
            ],
        )
        print()
        print_table(
            heads("wallet", "issued", "redeemed", "expired", "outstanding", "cost", "liability"),
            [(name, one.name, *row) for name, one in found for row in self._wallet_rows(one)],
        )
        rows = [
            (
                name,
                one.name,
                f"{told.gaining:,}",
                self._money(one.name, told.gained_minor),
                f"{told.losing:,}",
                self._money(one.name, told.lost_minor),
                f"{one.moved[0]:,}",
                f"{one.moved[1]:,}",
            )
            for name, one in found
            if (told := one.comparison) is not None
        ]
        if rows:
            print()
            print_table(heads("gain", "gained", "lose", "lost", "higher", "lower"), rows)

    def _wallet_rows(self, one: Portion) -> list[tuple[str, ...]]:
        decimals = self._decimals(one.name)
        return [
            (
                total.wallet,
                *(
                    points_text(points, decimals[total.wallet])
                    for points in (total.issued, total.redeemed, total.expired, total.outstanding)
                ),
                self._money(one.name, total.cost_minor),
                self._money(one.name, total.liability_minor),
            )
            for total in one.wallets
        ]


def _own_programme(manifest: Manifest) -> int:
    """The programme whose ledger a history is of: segments are of its members."""
    from regulars.domain.history.types import Origin
    from regulars.domain.programmes.queries import list_programmes

    known = {one.code: one.programme_id for one in list_programmes()}
    if manifest.origin is not Origin.LEDGER or manifest.programme not in known:
        wrong_usage("--segment is for the history of a programme that is installed here: segments are of its members")
    return known[manifest.programme]


def _instant(question: Question, manifest: Manifest, end: SliceEnd) -> datetime:
    from regulars.domain.history.queries import span_of
    from regulars.platform import clock
    from regulars.platform.clock import from_us

    part = question.part
    if end is SliceEnd.START:
        return from_us(span_of(question.history, manifest, part)[0] if part.since is None else part.since)
    return clock.now() if part.until is None or part.until > manifest.as_of else from_us(part.until - 1)


def _without(everybody: Sequence[int], members: BitMap64) -> BitMap64:
    from pyroaring import BitMap64 as Members

    return Members(everybody) - members
