"""The programs tests drive beside Python, and what happens where one is missing.

A developer's machine skips and says at the end what for; CI fails, so that nothing goes untested
unnoticed. Knows no test.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from typing import Any, NoReturn

import pytest

NEEDS = "needs "
PLACES = {
    "chromium": (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "soffice": (
        "soffice",
        "libreoffice",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ),
    "pdftotext": ("pdftotext",),
    "node": ("node",),
}
# Node only gives a second opinion on what Python tests check already; CI does without it.
OPTIONAL = {"node"}


def program(name: str) -> str:
    """The path of the program called `name` (a key of PLACES); without it, skip or fail."""
    for place in PLACES[name]:
        path = shutil.which(place)
        if path:
            return path
    missing(name, optional=name in OPTIONAL)


def chromium() -> dict[str, Any]:
    """Arguments for Playwright's `chromium.launch`: the system's browser, quiet and offline."""
    return {
        "executable_path": program("chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
        ],
    }


def missing(name: str, *, optional: bool = False) -> NoReturn:
    """Skip the running test because `name` is not on this machine; in CI fail it."""
    if os.environ.get("CI") == "true" and not optional:
        pytest.fail(f"{NEEDS}{name}, which is not installed here", pytrace=False)
    pytest.skip(f"{NEEDS}{name}")


def skipped_for_want(reasons: Iterable[str]) -> list[str]:
    """Among reasons of skipped tests, those for want of a program: "node: 3 tests not run"."""
    names = (reason.rpartition(NEEDS)[2] for reason in reasons if NEEDS in reason)
    return [
        f"{name}: {count} test{'s' if count > 1 else ''} not run"
        for name, count in sorted(Counter(names).items())
    ]
