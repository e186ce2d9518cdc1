"""From the command to the first answer, beside the bare import of the libraries; in one run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.server import KilledServer

RUNS = 7


def rows() -> list[tuple[str, float, float]]:
    """(what, reached, limit): the median of ratios, each of two starts behind one another.

    Side by side, because what else the machine does then meets both.
    """
    with tempfile.TemporaryDirectory() as folder:
        _started(Path(folder))  # the first start makes the database
        ratios = [1 / _import_alone() * _started(Path(folder)) for _ in range(RUNS)]
    what = "start to first answer, x importing fastapi and sqlmodel"
    return [(what, statistics.median(ratios), 3.0)]


def _import_alone() -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", "import fastapi, sqlmodel"], check=True)
    return time.monotonic() - begun


def _started(folder: Path) -> float:
    server = KilledServer(folder)
    begun = time.monotonic()
    try:
        server.start()
        return time.monotonic() - begun
    finally:
        server.kill()
