"""The two databases as tests get them: empty, migrated, separate, gone with the run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from app.db import Database
from app.tables import METADATA

ROOT = Path(__file__).resolve().parents[1]


def test_a_test_gets_every_table_of_the_models_and_no_row(database: Database) -> None:
    tables = set(sa.inspect(database.engine).get_table_names())
    assert tables == {*METADATA.tables, "alembic_version"}
    with database.reading() as db:
        for table in METADATA.sorted_tables:
            count = db.connection().execute(sa.select(sa.func.count()).select_from(table))
            assert count.scalar_one() == 0, table.name


def test_a_database_for_migrations_has_no_table(empty_database_url: str) -> None:
    empty = Database(empty_database_url)
    assert sa.inspect(empty.engine).get_table_names() == []
    empty.dispose()


def test_a_killed_test_run_leaves_no_server_behind() -> None:
    # Not under tmp_path, which only its owner may enter: the server does not run as root.
    folder = Path(tempfile.mkdtemp(prefix="plenary-"))
    owner = subprocess.Popen(["sleep", "60"])
    try:
        code = (
            "import sys; from pathlib import Path; from tests import postgresql; "
            "postgresql.ensure_running(Path(sys.argv[1]), owner=int(sys.argv[2]))"
        )
        subprocess.run(
            [sys.executable, "-c", code, str(folder), str(owner.pid)], cwd=ROOT, check=True
        )
        client = psycopg.connect(host=str(folder), user="postgres", autocommit=True)
        client.execute("SELECT 1")
    finally:
        owner.kill()
        owner.wait()
    deadline = time.monotonic() + 15
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not folder.exists()
    with client, pytest.raises(psycopg.OperationalError):
        client.execute("SELECT 1")
