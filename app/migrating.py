"""Bringing a database to the newest schema, from a checkout or from an installed wheel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.db import Database
from app.paths import MIGRATIONS

if TYPE_CHECKING:
    from alembic.config import Config

_REVISION = re.compile(r'^revision = "(.+)"$', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision = (?:None|"(.+)")$', re.MULTILINE)


def migrate(url: str) -> None:
    """Upgrade the database at `url` (an SQLAlchemy URL) to the newest migration."""
    if _is_newest(url):
        return
    from alembic import command

    command.upgrade(alembic_config(url), "head")


def alembic_config(url: str) -> Config:
    """Alembic's configuration without its .ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    # Alembic reads options through configparser, where a percent sign must be doubled.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    return config


def _is_newest(url: str) -> bool:
    """Whether there is nothing to do: most starts, and loading Alembic takes a fifth of them.

    False also where we are not sure: Alembic then looks itself.
    """
    newest = _newest()
    if newest is None:
        return False
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return False
            there = connection.execute(sa.text("SELECT version_num FROM alembic_version"))
            return set(there.scalars()) == {newest}
    except sa.exc.DBAPIError:
        return False
    finally:
        database.dispose()


def _newest() -> str | None:
    """The one migration that no other follows, read without running it; None when in doubt."""
    texts = [path.read_text() for path in (MIGRATIONS / "versions").glob("*.py")]
    revisions = [found[1] for text in texts if (found := _REVISION.search(text))]
    before = [found[1] for text in texts if (found := _BEFORE.search(text))]
    if not len(texts) == len(revisions) == len(before):
        return None
    last = set(revisions) - set(before)
    return last.pop() if len(last) == 1 else None
