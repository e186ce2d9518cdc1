"""What every test may ask for: an empty, migrated database of each kind; the summary of skips.

Knows the schema only as "migrated"; people and events of tests are made elsewhere.
"""

from __future__ import annotations

import functools
import gc
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from sqlalchemy import make_url

import app.db
from app.db import Database
from app.migrating import migrate
from tests import postgresql
from tests.emptying import Emptied
from tests.programs import skipped_for_want
from tests.stories import Stories

pytest_plugins = ["tests.cast", "tests.handing_out", "tests.recommendations.steps", "tests.servers"]

KINDS = ("sqlite", "postgresql")
_SERVER = "PLENARY_TEST_SERVER"
_OWNER = "PLENARY_TEST_OWNER"

# Two busy cores make single examples slow; a hang is caught by the run's own limit.
hypothesis.settings.register_profile("plenary", deadline=None)
hypothesis.settings.register_profile("thousands", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile("plenary")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database; the test runs once on SQLite and once on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session", autouse=True)
def _engines() -> Iterator[None]:
    """One engine per URL: a new one would compile every statement of a page again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.db._engine", functools.cache(app.db._engine))
        yield


@pytest.fixture(scope="session")
def stories() -> Stories:
    """What has been told in one empty database before, for the next one."""
    return Stories()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty, migrated database, for tests that start servers of their own."""
    yield from request.getfixturevalue(f"_{request.param}_copies")(migrated=True)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database without any table, for tests of migrations."""
    yield from request.getfixturevalue(f"_{request.param}_copies")(migrated=False)


Copies = Callable[..., Iterator[str]]


@pytest.fixture(scope="session")
def _sqlite_copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    folder = tmp_path_factory.mktemp("sqlite")
    template = folder / "template.sqlite3"
    migrate(f"sqlite:///{template}")
    # Always the same path, so that the engine is the same: see `_engines`.
    path = folder / "test" / "plenary.sqlite3"

    def copies(*, migrated: bool) -> Iterator[str]:
        path.parent.mkdir()
        if migrated:
            shutil.copy(template, path)
        url = f"sqlite:///{path}"
        yield url
        # A connection that a test left in the pool would go on with the file that is gone.
        app.db._engine(make_url(url)).dispose()
        shutil.rmtree(path.parent)

    return copies


@pytest.fixture(scope="session")
def _postgresql_copies(worker_id: str) -> Iterator[Copies]:
    server = Path(os.environ[_SERVER])
    postgresql.ensure_running(server, owner=int(os.environ[_OWNER]))
    numbers = itertools.count(1)
    with psycopg.connect(host=str(server), user="postgres", autocommit=True) as admin:
        kept = Emptied(server, worker_id, admin)

        def copies(*, migrated: bool) -> Iterator[str]:
            if migrated:
                yield kept.url
                kept.empty()
                return
            name = f"{worker_id}_{next(numbers)}"
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
            yield postgresql.url(server, name)
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

        yield copies


def pytest_configure(config: pytest.Config) -> None:
    """The process that hands out tests owns the folder of the server; workers find it by name."""
    if not hasattr(config, "workerinput"):
        os.environ[_SERVER] = tempfile.mkdtemp(prefix="plenary-")
        os.environ[_OWNER] = str(os.getpid())


def pytest_collection_finish() -> None:
    """What is loaded stays: no collection of garbage walks through all modules and tests."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server after the last test, whatever came of it."""
    if not hasattr(config, "workerinput") and _SERVER in os.environ:
        postgresql.stop(Path(os.environ.pop(_SERVER)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what could not be tested because a program is missing."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple)]
    for line in skipped_for_want(reasons):
        terminalreporter.write_line(f"Not installed: {line}")
