"""The start of a server: nothing is loaded that its first page does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config

from app.migrating import alembic_config, migrate

# Each takes longer to load than all boards; they come with the first document, key or migration.
HEAVY = (
    "alembic", "cryptography", "docx", "icalendar", "joserfc", "mammoth", "openpyxl", "pdfplumber",
    "psycopg", "pypdf", "segno", "snowballstemmer", "typst", "webauthn",
)  # fmt: skip


def test_a_server_starts_without_the_libraries_of_documents_and_keys() -> None:
    program = f"import sys, app.cli; print(*[name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert loaded.stdout.split() == []


def test_an_empty_database_is_migrated_and_a_new_one_left_alone(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noted(url: str) -> Config:
        asked.append(url)
        return alembic_config(url)

    monkeypatch.setattr("app.migrating.alembic_config", noted)
    migrate(empty_database_url)
    assert asked == [empty_database_url]
    migrate(empty_database_url)
    assert asked == [empty_database_url]
