"""Transactions that met another: what is run again, how often, and by whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from regulars.platform import again
from regulars.platform.again import ATTEMPTS, in_savepoint, in_transaction


class Met(Exception):
    """Another was at the same rows."""


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that would have been made."""
    made: list[float] = []
    monkeypatch.setattr(again.time, "sleep", made.append)
    return made


def failing(times: int, error: Exception) -> Callable[[], str]:
    """A deed that fails so often, and then is done."""
    left = iter([error] * times)

    def deed() -> str:
        for one in left:
            raise one
        return "done"

    return deed


def met(error: Exception) -> bool:
    return isinstance(error, Met)


@pytest.mark.django_db(transaction=True)
def test_what_met_another_is_run_again_after_a_pause(pauses: list[float]) -> None:
    assert in_transaction(failing(ATTEMPTS - 1, Met()), met) == "done"
    assert len(pauses) == ATTEMPTS - 1
    assert all(0 <= pause <= 0.01 * 2**number for number, pause in enumerate(pauses, start=1))


@pytest.mark.django_db(transaction=True)
def test_what_meets_others_again_and_again_is_given_up(pauses: list[float]) -> None:
    with pytest.raises(Met):
        in_transaction(failing(ATTEMPTS, Met()), met)
    assert len(pauses) == ATTEMPTS - 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [in_transaction, in_savepoint])
def test_another_error_is_raised_at_once(run: Callable[..., str], pauses: list[float]) -> None:
    with pytest.raises(ValueError, match="wrong"):
        run(failing(1, ValueError("wrong")), met)
    assert pauses == []


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_only_a_savepoint_is_run_again() -> None:
    with transaction.atomic():
        assert in_savepoint(failing(1, Met()), met) == "done"
    with pytest.raises(Met), transaction.atomic():
        in_transaction(failing(1, Met()), met)
