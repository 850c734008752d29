"""How far a study has come that goes through its history several times."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]


def through(progress: Progress, passes: int) -> Progress:
    """Progress through several passes, of which each begins with nothing done, as one that goes on."""
    before = last = turns = 0

    def on(done: int, everything: int) -> None:
        nonlocal before, last, turns
        if done <= last or not turns:
            before, turns = before + last, turns + 1
        last = done
        progress(before + done, before + done + max(everything - done, 0) + everything * max(passes - turns, 0))

    return on
