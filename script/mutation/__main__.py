"""`python -m script.mutation`: see script/mutate."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from regulars.surfaces.cli.scenarios.commands import databases
from regulars.surfaces.cli.scenarios.files import find_scenarios
from script.mutation.cases import (
    DOMAIN,
    ROOT,
    Case,
    Measured,
    context_of,
    forget_programmes,
    measured,
    programme_of,
    scenario_cases,
    unit_case,
)
from script.mutation.forks import TookTooLong, forked, limited
from script.mutation.mutants import Mutant, made, mutants_of
from script.mutation.swapping import function_at, put_in

ENGINE = ROOT / "src" / "regulars" / "engine"
# What no scenario looks at: words, shapes of data, what is missing for the next tier, and the compiler of the kernel.
APART = {"errors.py", "progress.py", "__init__.py", "jit.py"}
COMPILER = ENGINE / "compile"
LONGEST_SECONDS = 60
PATIENCE = 10


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, who did it, and the change in words.

    `unjudged`: no unit test reaches the policy's function, but integration tests may.
    """

    mutant: Mutant
    fate: str
    by: str
    change: str


def main() -> int:
    """Draw mutants, judge them, tell the survivors; 0 when enough were killed."""
    options = _options()
    paths = [Path(path).resolve() for path in options.paths] or default_paths()
    files = [file for path in paths for file in ([path] if path.is_file() else _files_below(path))]
    mutants = [mutant for file in files for mutant in mutants_of(file) if function_at(file, mutant.function)]
    drawn = mutants
    if options.sample and options.sample < len(mutants):
        drawn = sorted(random.Random(options.seed).sample(mutants, options.sample), key=mutants.index)  # noqa: S311
    print(f"{len(drawn)} of {len(mutants)} mutants in {len(files)} files, seed {options.seed}", flush=True)
    verdicts = judged(drawn)
    enough = [
        told(name, [verdict for verdict in verdicts if (context_of(verdict.mutant.path) is None) == engine])
        >= options.at_least
        for name, engine in (("engine", True), ("policies", False))
    ]
    return 0 if all(enough) else 1


def told(name: str, verdicts: Sequence[Verdict]) -> float:
    """Print what became of a part of the mutants; the percentage of those judged that were killed."""
    counts = Counter(verdict.fate for verdict in verdicts)
    found = counts["killed"] + counts["timeout"]
    share = 100 * found / max(found + counts["survived"], 1) if verdicts else 100.0
    if verdicts:
        fates = ", ".join(f"{fate} {counts[fate]}" for fate in ("killed", "timeout", "survived", "unjudged"))
        print(f"{name}: {fates}; {share:.1f} % killed", flush=True)
    return share


def default_paths() -> list[Path]:
    """The kernel, what prepares its work, and the policies of the contexts that unit tests judge."""
    engine = [*sorted((ENGINE / "kernel").glob("*.py")), *sorted((ENGINE / "compile").glob("*.py"))]
    engine += sorted(ENGINE.glob("*.py"))
    policies = sorted(DOMAIN.glob("*/policy*"))
    engine = [path for path in engine if path.name not in APART]
    return engine + [path for path in policies if unit_case(str(context_of(path)))]


def _files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if path.name not in APART)


def judged(mutants: Sequence[Mutant]) -> list[Verdict]:
    """Each mutant before those cases that reach its function, the ones first that killed most so far."""
    verdicts = []
    with databases() as database:
        readable, unreadable = find_scenarios([ROOT / "scenarios"], "en")
        if unreadable:
            raise SystemExit(f"cannot be read: {', '.join(str(file.path) for file in unreadable)}")
        contexts = {context_of(mutant.path) for mutant in mutants} - {None}
        cases = [case for case in map(unit_case, sorted(contexts)) if case]
        if any(context_of(mutant.path) is None for mutant in mutants):
            cases += scenario_cases(readable, database)
        for file in readable:
            programme_of(file.scenario)
        facts = forked(lambda: {case.name: measured(case) for case in cases}, LONGEST_SECONDS * 10)
        kills: Counter[str] = Counter()
        started = time.monotonic()
        for number, mutant in enumerate(mutants, start=1):
            verdict = _verdict(mutant, _ordered(mutant, cases, facts, kills), facts)
            kills[verdict.by] += 1
            verdicts.append(verdict)
            if verdict.fate == "survived":
                where = f"{mutant.path.relative_to(ROOT)}:{mutant.line} in {mutant.function}"
                print(f"survived {where}: {verdict.change}  ({verdict.by})", flush=True)
            if number % 50 == 0:
                print(f"  {number} judged in {time.monotonic() - started:.0f} s", flush=True)
    return verdicts


def _ordered(mutant: Mutant, cases: Sequence[Case], facts: dict[str, Measured], kills: Counter[str]) -> list[Case]:
    place = (str(mutant.path), mutant.function)
    reaching = [case for case in cases if place in facts[case.name].reached]
    return sorted(reaching, key=lambda case: (-kills[case.name], facts[case.name].seconds))


def _verdict(mutant: Mutant, cases: Sequence[Case], facts: dict[str, Measured]) -> Verdict:
    code, change = made(mutant)
    if not cases and context_of(mutant.path):
        return Verdict(mutant, "unjudged", "", change)
    function = function_at(mutant.path, mutant.function)

    def first_that_fails() -> str | None:
        put_in(function, code)
        if COMPILER in mutant.path.parents:
            forget_programmes()
        for case in cases:
            limited(PATIENCE * facts[case.name].seconds + 2)
            try:
                if not case.holds():
                    return case.name
            except Exception:  # noqa: BLE001 - a program that falls over is noticed, whatever it says
                return case.name
        return None

    try:
        killer = forked(first_that_fails, LONGEST_SECONDS)
    except (TookTooLong, RuntimeError):
        return Verdict(mutant, "timeout", "time", change)
    if killer is None:
        return Verdict(mutant, "survived", f"{len(cases)} cases reach it", change)
    return Verdict(mutant, "killed", killer, change)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/mutate", description=__doc__)
    parser.add_argument("paths", nargs="*", help="files and folders; default: kernel, engine and policies")
    parser.add_argument("--sample", type=int, default=0, help="judge so many, drawn at random (default: all)")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--at-least", type=float, default=85, help="percent of mutants that must be killed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
