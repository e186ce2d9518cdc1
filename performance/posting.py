"""Durable posts over HTTP with all rules, beside a bare route; and on a full board beside an empty.

The phones are raw keep-alive connections, so that the client is not the bottleneck.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from app import clock
from app.db import Database
from app.migrating import migrate
from app.sessions.models import Input, InputKind
from app.settings import Settings
from tests.cast import assemble
from tests.chaos.server import KilledServer, free_port
from tests.live_boards.feeds import PATH, cookie_of
from tests.sessions.rooms import opened

PHONES, EACH, RUNS = 50, 8, 3
FULL = 10_000


def rows() -> list[tuple[str, float, float]]:
    """(what, reached, limit); ratios of seconds per post, medians, all in one run."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(Path(folder))
        few = _ours(Path(folder) / "few", 10)
        many = _ours(Path(folder) / "many", FULL)
    print(
        f"seconds per post: bare {bare:.5f}, 10 inputs {few:.5f}, {FULL} {many:.5f}",
        file=sys.stderr,
    )
    return [
        ("durable posts with all rules: seconds each, x a bare route", few / bare, 2.0),
        (f"posting to a board of {FULL} inputs, x one of 10", many / few, 1.3),
    ]


def _bare(folder: Path) -> float:
    port = free_port()
    command = [sys.executable, "-m", "performance.bare_posts", str(port), str(folder / "bare.db")]
    server = subprocess.Popen(command)
    try:
        address = f"http://127.0.0.1:{port}"
        return _measured(address, "/inputs", "")
    finally:
        server.kill()
        server.wait()


def _ours(folder: Path, before: int) -> float:
    folder.mkdir()
    url = Settings(data=folder).resolved_database_url
    migrate(url)
    database = Database(url)
    with database.writing() as db:
        cast = assemble(db)
    board = opened(database, cast)
    moment = clock.now()
    with database.writing() as db:
        for number in range(before):
            db.add(
                Input(
                    board_id=board, client_id=str(uuid4()), text=f"Input {number}.",
                    kind=InputKind.CONTRIBUTION, author_id=cast.georgia_head.own_id,
                    delegation_id=cast.georgia_id, written_at=moment, posted_at=moment,
                )
            )  # fmt: skip
    cookie = cookie_of(database, cast.georgia_head)
    database.dispose()
    server = KilledServer(folder)
    server.start()
    try:
        return _measured(server.address, f"{PATH}/inputs", f"Cookie: plenary_sign_in={cookie}\r\n")
    finally:
        server.kill()


def _measured(address: str, path: str, headers: str) -> float:
    """Seconds per post, the median of the runs after one to warm up."""
    took = [asyncio.run(_run(address, path, headers)) for _ in range(RUNS + 1)]
    return statistics.median(took[1:])


async def _run(address: str, path: str, headers: str) -> float:
    host = urlsplit(address)
    phones = [await _connected(host.hostname or "", host.port or 80) for _ in range(PHONES)]
    begun = time.monotonic()
    await asyncio.gather(*(_post(*phone, path, headers) for phone in phones))
    took = time.monotonic() - begun
    for _, writer in phones:
        writer.close()
    return took / (PHONES * EACH)


async def _connected(host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(30):
        while True:
            try:
                return await asyncio.open_connection(host, port)
            except OSError:
                await asyncio.sleep(0.1)


async def _post(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, headers: str
) -> None:
    for _ in range(EACH):
        body = f"client_id={uuid4()}&text=A+contact+list+for+every+office."
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n{headers}"
            f"Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 201 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(head.decode(errors="replace"))
        [length] = [
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        ]
        await reader.readexactly(length)
