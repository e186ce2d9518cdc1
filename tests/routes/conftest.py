"""What the tests of routes share."""

from __future__ import annotations

import pytest

from app.routes import check


@pytest.fixture(autouse=True)
def _no_pause_between_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network check spreads its events over a second; who walks all doors comes by often."""
    monkeypatch.setattr(check, "GAP", 0.0)
