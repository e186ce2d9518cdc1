"""Migrations: the schema is that of the models, and changing a parent keeps its children."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from app.db import Database
from app.events.models import Event, Room
from app.migrating import alembic_config, migrate
from app.paths import MIGRATIONS
from app.tables import METADATA

LATER = '''"""give rooms a floor and events a motto"""

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event", recreate="{recreate}") as table:
        table.add_column(sa.Column("motto", sa.String(), nullable=True))


def downgrade() -> None:
    pass
'''


def test_the_migrated_schema_is_that_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_changing_a_parent_table_keeps_the_rows_of_its_children(
    empty_database_url: str, tmp_path: Path
) -> None:
    # A database of its own: the usual one keeps its tables for the tests that follow.
    migrate(empty_database_url)
    database = Database(empty_database_url)
    with database.writing() as db:
        event = Event(slug="one", title="One", zone="Asia/Manila", created_at=datetime.now(UTC))
        db.add(event)
        db.flush()
        db.add(Room(event_id=event.key, name="Room 8"))
    later = _folder_with_a_later_migration(tmp_path, recreates=database.is_sqlite)
    config = alembic_config(empty_database_url)
    config.set_main_option("script_location", str(later))
    command.upgrade(config, "head")
    with database.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT motto FROM event")).all() == [(None,)]
        assert connection.execute(sa.text("SELECT name FROM room")).all() == [("Room 8",)]
    database.dispose()


def test_migrating_again_changes_nothing(database: Database, database_url: str) -> None:
    config: Config = alembic_config(database_url)
    command.upgrade(config, "head")
    with database.engine.connect() as connection:
        assert len(connection.execute(sa.text("SELECT * FROM alembic_version")).all()) == 1


def _folder_with_a_later_migration(tmp_path: Path, *, recreates: bool) -> Path:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(folder.glob("versions/*.py")).read_text()
    revision = next(line for line in newest.splitlines() if line.startswith("revision"))
    (folder / "versions" / "later.py").write_text(
        LATER.format(newest=revision.split('"')[1], recreate="always" if recreates else "auto")
    )
    return folder
