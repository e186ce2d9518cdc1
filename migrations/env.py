"""Runs migrations. SQLite changes tables by copying them, so foreign keys rest meanwhile."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from app.db import Database, UTCDateTime
from app.tables import METADATA


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own column types as what they are underneath."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Upgrade inside one transaction."""
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        raise RuntimeError("no database given")
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                # Before BEGIN: inside a transaction the pragma is silently ignored, and copying a
                # parent table with foreign keys on would empty its children.
                driver = connection.connection.dbapi_connection
                assert driver is not None
                driver.execute("PRAGMA foreign_keys=OFF")
            context.configure(
                connection=connection,
                target_metadata=METADATA,
                render_as_batch=database.is_sqlite,
                render_item=render_item,
                compare_type=True,
            )
            with context.begin_transaction():
                context.run_migrations()
                if database.is_sqlite:
                    broken = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
                    if broken:
                        raise RuntimeError(f"a migration broke {len(broken)} references")
            connection.commit()
    finally:
        database.dispose()


run()
