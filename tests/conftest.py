"""What tests of all kinds share: a clock that stands still, people of each role, keys, an installed programme."""

import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from regulars.domain.access.operations import create_api_key, create_user
from regulars.domain.access.queries import forget_keys
from regulars.domain.access.types import SCOPES, NewUser, UserIdentity
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import clock
from regulars.project.settings.paths import ROOT
from tests.spreading import Spreading, tell_independent

PASSWORD = "correct horse battery"

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


class FrozenClock:
    """A clock that moves only when told to."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        """Return the instant it shows."""
        return self.instant

    def set(self, instant: datetime) -> None:
        """Show another instant."""
        self.instant = instant

    def advance(self, step: timedelta) -> None:
        """Move on."""
        self.instant += step


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of two workers tell what needs to run once; on PostgreSQL leave it out, and people's journeys in any case.

    Journeys come last: pytest moves tests that share a browser together, and what journeys commit to tables that only
    grow would meet tests that begin with empty ones.
    """
    items.sort(key=is_journey)
    independent = [item for item in items if not depends_on_database(item)]
    on_postgresql = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
    left_out = {item for item in items if on_postgresql and is_journey(item)}
    if "PYTEST_XDIST_WORKER" in os.environ:
        tell_independent(item.nodeid for item in independent if not is_journey(item))
    elif on_postgresql:
        left_out |= set(independent)
    if left_out and len(left_out) < len(items):
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Spreading | None:
    """Let the workers of script/test share what needs to run once."""
    return Spreading(config, log) if config.getvalue("dist") == "each" else None


def is_journey(item: pytest.Item) -> bool:
    """Whether a test is about what people see in a browser: these run on SQLite."""
    return item.path.is_relative_to(ROOT / "tests" / "e2e")


def depends_on_database(item: pytest.Item) -> bool:
    """Whether a test is worth running on each database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture
def frozen_clock() -> Iterator[FrozenClock]:
    """Noon in Shanghai on 15 June 2026, for all threads of the test."""
    frozen = FrozenClock(datetime(2026, 6, 15, 4, tzinfo=UTC))
    with clock.set_to(frozen):
        yield frozen


@pytest.fixture
def make_user(db: None) -> Callable[[str], UserIdentity]:
    """Create a person of a role; the name is the role, the password is PASSWORD."""
    return lambda role: create_user(NewUser(username=role, password=PASSWORD, role=role, language="en"))


@pytest.fixture
def client_as(make_user: Callable[[str], UserIdentity]) -> Callable[[str], Client]:
    """A browser in which a person of the role has signed in."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(get_user_model().objects.get(pk=make_user(role).id))
        return client

    return signed_in


@pytest.fixture
def club(db: None) -> LiveProgramme:
    """The club that Regulars ships, installed."""
    return install_programme((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"), actor="test")


@pytest.fixture
def minimal(db: None) -> LiveProgramme:
    """The smallest programme that Regulars ships, installed."""
    return install_programme((ROOT / "programmes" / "minimal.yaml").read_text(encoding="utf-8"), actor="test")


@pytest.fixture
def make_key(db: None) -> Iterator[Callable[..., str]]:
    """Create an API key for a programme; all scopes unless some are named."""
    yield lambda programme_id, *scopes: create_api_key(programme_id, "test", scopes or SCOPES, "test").text
    forget_keys()


@pytest.fixture
def child_environment(transactional_db: None) -> dict[str, str]:
    """The environment in which a child process meets the data folder and the database of this test."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        who = f"{quote(database['USER'], safe='')}:{quote(database['PASSWORD'], safe='')}"
        where = f"{quote(database['HOST'], safe='')}:{database['PORT'] or 5432}"
        url = f"postgresql://{who}@{where}/{database['NAME']}"
    return os.environ | {"DJANGO_SETTINGS_MODULE": "regulars.project.settings", "DATABASE_URL": url}


@pytest.fixture
def empty_environment(child_environment: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation that has nothing yet: a data folder and an empty database of the same kind."""
    folder = tmp_path / "empty"
    folder.mkdir()
    kept = {name: value for name, value in child_environment.items() if not name.startswith("REGULARS_")}
    environment = kept | {"REGULARS_DATA": str(folder), "DATABASE_URL": ""}
    if connection.vendor == "sqlite":
        yield environment
        return
    name = f"empty_{secrets.token_hex(6)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield environment | {"DATABASE_URL": child_environment["DATABASE_URL"].rpartition("/")[0] + f"/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
