"""Bringing a database to the newest schema, from a checkout or from an installed wheel."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from app.paths import MIGRATIONS


def migrate(url: str) -> None:
    """Upgrade the database at `url` (an SQLAlchemy URL) to the newest migration."""
    command.upgrade(alembic_config(url), "head")


def alembic_config(url: str) -> Config:
    """Alembic's configuration without its .ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    # Alembic reads options through configparser, where a percent sign must be doubled.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    return config
