"""What a process of another program used, from /proc (Linux). Knows no measurement."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid: int) -> float:
    """Processor time so far, user and system; finer than clock ticks where the kernel says so."""
    schedstat = Path(f"/proc/{pid}/schedstat")
    if schedstat.exists():
        # Of the main thread only; the others are beside it.
        threads = Path(f"/proc/{pid}/task").iterdir()
        return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_bytes(pid: int) -> int:
    """Memory in use now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
