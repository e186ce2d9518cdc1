"""The fixture that every test of recommendations and conclusions starts from."""

from __future__ import annotations

import pytest

from app.db import Database
from tests.cast import Cast
from tests.recommendations.steps import Steps


@pytest.fixture
def steps(database: Database, cast: Cast) -> Steps:
    """The cast's event, and the steps to take in it."""
    return Steps(database, cast)
