"""Nothing in a server's output says who came, with which link, and what they typed."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import sqlalchemy as sa

from app.db import Database
from app.delegations.sign_in import issue_link, open_link
from app.migrating import migrate
from app.routes.log_masking import masked
from tests.cast import assemble
from tests.privacy.rows import EMAIL, NAME
from tests.servers import served


def test_a_server_s_output_names_nobody_even_when_it_fails(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/plenary.sqlite3"
    migrate(url)
    database = Database(url)
    with database.writing() as db:
        cast = assemble(db)
        token = issue_link(db, cast.organiser.own_id, by=None)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "output").open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-c", "from app.cli import main; main()", "serve",
             "--port", str(port), "--data", str(tmp_path)],
            stdout=output, stderr=output, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    top = f"http://127.0.0.1:{port}"
    try:
        with httpx2.Client(base_url=top) as browser:
            for _ in range(200):
                try:
                    browser.get("/health/live")
                    break
                except httpx2.ConnectError:
                    time.sleep(0.05)
            browser.get(f"/sign-in/{token}")
            browser.get("/sign-in/not-a-token-at-all")
            browser.get("/calendars/not-a-token-at-all.ics")
            people = f"/events/{cast.slug}/manage/participants"
            typed = {"name": NAME, "email": EMAIL, "role": "observer"}
            assert browser.post(people, data=typed).status_code == 303
            # A fault while a name is written: the log must say what failed, and of whom nothing.
            with database.engine.begin() as connection:
                connection.execution_options(plenary_writes=True)
                connection.execute(sa.text("DROP TABLE appointment"))
            failed = browser.post(people, data={**typed, "name": NAME + "a", "email": ""})
            assert failed.status_code == 500
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(10)
        database.dispose()
    said = (tmp_path / "output").read_text()
    assert "no such table: appointment" in said
    for secret in (token, "not-a-token", NAME, EMAIL, "Overbeek", cast.organiser.name):
        assert secret not in said, said


def test_a_log_of_requests_is_masked(application, database, cast) -> None:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    kept = Kept()
    # Uvicorn sets its loggers up when it starts; what is added afterwards stays.
    with served(application, access_log=True, log_level="info") as top:
        log = logging.getLogger("uvicorn.access")
        log.addHandler(kept)
        with database.writing() as db:
            token = issue_link(db, cast.chair.own_id, by=None)
            assert open_link(db, token, days=1)
        with httpx2.Client(base_url=top) as browser:
            browser.get(f"/sign-in/{token}")
            browser.get("/events/workshop/manage/participants", params={"q": NAME})
        log.removeHandler(kept)
    asked = [line for line in lines if "GET" in line]
    assert re.search(r'^- - "GET /sign-in/… HTTP/1.1" 303', asked[0])
    assert '"GET /events/workshop/manage/participants?… HTTP/1.1"' in asked[1]


def test_masking_leaves_what_says_nothing_of_anybody() -> None:
    assert masked("POST /events/workshop/boards took 12 ms") == (
        "POST /events/workshop/boards took 12 ms"
    )
    assert masked("10:42:07 no such table") == "10:42:07 no such table"
    assert masked("from 192.0.2.7:51234 to /join/ABCD-EFGH?x=1") == "from - to /join/…?…"
    assert masked("('2001:db8::17:52', 1) [2001:db8::17]:443") != "[2001:db8::17]:443"
