"""Public pages beside a bare FastAPI that returns the same bytes: processor time per request.

Time of the server's process, not requests per second: the client and whatever else runs on the
machine then stand on neither side.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from app.db import Database
from app.demo.samples import sample
from app.demo.story import tell
from app.migrating import migrate
from app.settings import Settings
from performance.processes import cpu_seconds
from tests.cast import assemble
from tests.chaos.server import KilledServer, free_port
from tests.recommendations.steps import MERGED, Steps

CONNECTIONS, EACH, RUNS = 16, 60, 3
PARAGRAPHS = 60
PATHS = {
    "agenda page": "/events/strasbourg-2019",
    "calendar feed": "/events/strasbourg-2019/agenda.ics",
    "conclusions page": "/events/workshop/conclusions",
}


def rows() -> list[tuple[str, float, float]]:
    """(what, reached, limit): our processor time per request as a ratio to the bare server's."""
    with tempfile.TemporaryDirectory() as folder:
        data, bodies = Path(folder) / "data", Path(folder) / "bodies"
        _prepare(data)
        bodies.mkdir()
        ours = KilledServer(data)
        ours.start()
        try:
            taken = {}
            for what, path in PATHS.items():
                body = asyncio.run(_one(ours.address, path))
                (bodies / what.replace(" ", "-")).write_bytes(body)
                taken[what] = _measured(ours.address, path, ours.pid)
            known = _measured(
                ours.address, PATHS["calendar feed"], ours.pid, "If-None-Match: *\r\n"
            )
        finally:
            ours.kill()
        with _bare(bodies) as (address, pid):
            peers = {what: _measured(address, f"/{what.replace(' ', '-')}", pid) for what in PATHS}
    found = []
    for what in PATHS:
        mine, peer = taken[what] * 1e6, peers[what] * 1e6
        print(f"{what}: {mine:.0f} us, bare {peer:.0f} us a request", file=sys.stderr)
        # At least 0.7 of the requests a second of the bare server, on one core.
        found.append((f"{what}: CPU per request, x bare FastAPI", mine / peer, 1 / 0.7))
    peer = peers["calendar feed"]
    found.append(("calendar feed, 304: CPU per request, x bare 200", known / peer, 1 / 0.7))
    return found


def _prepare(data: Path) -> None:
    data.mkdir()
    url = Settings(data=data).resolved_database_url
    migrate(url)
    database = Database(url)
    with database.writing() as db:
        cast = assemble(db)
    steps = Steps(database, cast)
    for number in range(PARAGRAPHS):
        steps.add(f"{MERGED} ({number})")
    steps.adopt()
    tell(database, sample("strasbourg-2019"))
    database.dispose()


@contextmanager
def _bare(folder: Path) -> Iterator[tuple[str, int]]:
    port = free_port()
    command = [sys.executable, "-m", "performance.bare_pages", str(port), str(folder)]
    server = subprocess.Popen(command)
    try:
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.kill()
        server.wait()


def _measured(address: str, path: str, pid: int, headers: str = "") -> float:
    """Seconds of processor time per request, the median of the runs after one to warm up."""
    took = []
    for _ in range(RUNS + 1):
        before = cpu_seconds(pid)
        asyncio.run(_load(address, path, headers))
        took.append((cpu_seconds(pid) - before) / (CONNECTIONS * EACH))
    return statistics.median(took[1:])


async def _load(address: str, path: str, headers: str) -> None:
    await asyncio.gather(*(_ask(address, path, headers, EACH) for _ in range(CONNECTIONS)))


async def _one(address: str, path: str) -> bytes:
    return await _ask(address, path, "", 1)


async def _ask(address: str, path: str, headers: str, times: int) -> bytes:
    """The last body, after asking so often on one connection."""
    host = urlsplit(address)
    async with asyncio.timeout(60):
        while True:
            try:
                reader, writer = await asyncio.open_connection(host.hostname, host.port)
                break
            except OSError:
                await asyncio.sleep(0.1)
        request = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n{headers}\r\n"
        body = b""
        for _ in range(times):
            writer.write(request.encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            status = head.split(b" ", 2)[1]
            if status not in {b"200", b"304"}:
                raise RuntimeError(head.decode(errors="replace"))
            if status == b"200":
                [length] = [
                    int(line.split(b":")[1])
                    for line in head.split(b"\r\n")
                    if line.startswith(b"content-length")
                ]
                body = await reader.readexactly(length)
        writer.close()
        await writer.wait_closed()
    return body
