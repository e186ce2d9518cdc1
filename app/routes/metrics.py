"""Figures of this process for whoever runs it, in Prometheus' text format (0.0.4). They count, and
name no event, no board and nobody: this door has no lock."""

from __future__ import annotations

import os
import re
import resource
import time
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from fastapi import APIRouter, Request
from sqlalchemy.pool import QueuePool
from starlette.responses import PlainTextResponse

from app.db import Database
from app.live.broadcaster import Broadcaster
from app.routes.counting import BUCKETS, Counts

router = APIRouter(include_in_schema=False)

FORMAT = "text/plain; version=0.0.4; charset=utf-8"
_METHOD = re.compile(r"[A-Z]{1,10}")
_STARTED = time.monotonic()

Samples = Iterable[tuple[str, float]]


@router.get("/metrics")
async def metrics(request: Request) -> PlainTextResponse:
    """Answers on the event loop, where what it reads is written."""
    state = request.app.state
    lines = [
        line
        for name, kind, text, samples in _families(state.counts, state.broadcaster, state.database)
        for line in (f"# HELP {name} {text}", f"# TYPE {name} {kind}", *_lines(name, samples))
    ]
    return PlainTextResponse(
        "\n".join(lines) + "\n", headers={"Content-Type": FORMAT, "Cache-Control": "no-store"}
    )


def _lines(name: str, samples: Samples) -> Iterator[str]:
    for suffix, value in samples:
        yield f"{name}{suffix} {value:.10g}"


def _families(
    counts: Counts, broadcaster: Broadcaster, database: Database
) -> Iterator[tuple[str, str, str, Samples]]:
    requests = [
        (f'{{method="{method}",status="{status}"}}', count)
        for (method, status), count in sorted(counts.requests.items())
        if _METHOD.fullmatch(method)
    ]
    yield "plenary_http_requests_total", "counter", "Requests answered.", requests
    yield (
        "plenary_http_request_seconds",
        "histogram",
        "Seconds until an answer began.",
        _histogram(counts),
    )
    boards, feeds = broadcaster.listening()
    tally = broadcaster.tally
    for name, kind, text, value in (
        ("plenary_live_boards", "gauge", "Boards somebody listens to.", boards),
        ("plenary_live_feeds", "gauge", "Open feeds of boards.", feeds),
        ("plenary_live_frames_total", "counter", "Changes written to feeds.", tally.frames),
        ("plenary_live_snapshots_total", "counter", "Boards written whole.", tally.snapshots),
        ("plenary_live_late_total", "counter", "Feeds that could not keep up.", tally.late),
        ("plenary_database_connections", "gauge", "Connections in use.", _in_use(database)),
        ("plenary_uptime_seconds", "gauge", "Since the start.", time.monotonic() - _STARTED),
        ("process_cpu_seconds_total", "counter", "Processor time.", time.process_time()),
        ("process_resident_memory_bytes", "gauge", "Memory.", _resident()),
        ("process_open_fds", "gauge", "Open files and sockets.", _open_files()),
    ):
        yield name, kind, text, [("", value)]


def _histogram(counts: Counts) -> Samples:
    total = list(accumulate(counts.took))
    edges = [*(f"{edge:g}" for edge in BUCKETS), "+Inf"]
    yield from ((f'_bucket{{le="{edge}"}}', n) for edge, n in zip(edges, total, strict=True))
    yield "_sum", counts.seconds
    yield "_count", total[-1]


def _in_use(database: Database) -> int:
    pool = database.engine.pool
    return pool.checkedout() if isinstance(pool, QueuePool) else 0


def _resident() -> int:
    """Bytes now; where there is no /proc, the most there ever were (in kB, but for macOS)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0
