"""A study of all States, 60 conducts each: how long its pages take on the server."""

from __future__ import annotations

import csv
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from fastapi.testclient import TestClient

from app.benchmarks.importing import import_benchmarks
from app.db import Database
from app.delegations.sign_in import issue_link, open_link
from app.events.models import Event
from app.main import create_app
from app.migrating import migrate
from app.settings import Settings
from tests.cast import Cast, assemble

STATES, PROVISIONS, CONDUCTS, RUNS = 196, 6, 10, 7
LIMIT = 300.0  # milliseconds of processor time for one page
PAGES = {
    "matrix": "/matrix",
    "counts": "",
    "a State’s sheet": "/states/1",
    "projector": "/projector",
}


def rows() -> list[tuple[str, float, float]]:
    """(page, median of its milliseconds, limit): asked for one at a time by somebody signed in.

    Processor time, as everywhere here: whatever else runs on the machine is not counted.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        migrate(settings.resolved_database_url)
        database = Database(settings.resolved_database_url)
        try:
            with database.writing() as db:
                cast = assemble(db)
                event = db.get_one(Event, cast.event_id)
                import_benchmarks(db, event, "study.csv", _table(), by=cast.organiser)
            cookie = _cookie(database, cast)
        finally:
            database.dispose()
        with TestClient(create_app(settings)) as browser:
            browser.cookies.set("plenary_sign_in", cookie)
            found = list(_measured(browser, f"/events/{cast.slug}/benchmarks"))
    return found


def _measured(browser: TestClient, top: str) -> Iterator[tuple[str, float, float]]:
    for what, path in PAGES.items():
        taken = []
        for _ in range(RUNS):
            begun = time.process_time()
            answer = browser.get(top + path)
            taken.append((time.process_time() - begun) * 1000)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
        print(f"{what}: {len(answer.content) // 1024} KB", file=sys.stderr)
        size = f"{STATES} States x {PROVISIONS * CONDUCTS} conducts"
        yield f"benchmarks, {what}, {size}, ms", statistics.median(taken), LIMIT


def _table() -> bytes:
    written = io.StringIO()
    table = csv.writer(written)
    states = [f"State number {number}" for number in range(1, STATES + 1)]
    table.writerow(["Provision", "Code", "Conduct", *states])
    words = cycle(
        ["covered", "partially", "not covered", "unclear", "covered", "covered", "covered"]
    )
    for number in range(PROVISIONS * CONDUCTS):
        line = [f"Provision {number // CONDUCTS}", f"C{number}", f"Doing thing number {number}"]
        table.writerow([*line, *(next(words) for _ in states)])
    return written.getvalue().encode()


def _cookie(database: Database, cast: Cast) -> str:
    with database.writing() as db:
        return open_link(db, issue_link(db, cast.chair.own_id, by=None), days=1).cookie
