"""The whole installation in one file: a ZIP of its tables, a line per row, and of its files.

The same form from both databases, so that either can be restored into the other. It holds what the
database holds, hence personal data, and no more: what a board did not store is not in it either.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app import clock
from app.db import Database
from app.errors import BadInput
from app.keeping.values import as_json, tables_of
from app.settings import Settings

FORM = 1
MANIFEST = "plenary.json"
TABLES = "tables/"
FILES = "files/"
# Of the data folder: the database goes as rows, and a restored installation is nobody's demo.
_LEFT_OUT = ("plenary.sqlite3", "made-by-plenary-demo")


def write_backup(settings: Settings, target: Path) -> str:
    """Write one consistent moment of the installation to `target` (new, readable by its owner
    only) and say what it holds. The server may go on serving. BadInput leaves no file."""
    if target.exists():
        raise BadInput("There is already a file {name}. Choose another name.", name=target)
    part = target.with_name(f"{target.name}.part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as held, _archive(held) as archive:
                rows = _write_tables(settings, archive)
                files = _write_files(settings, archive, target)
        except BaseException:
            part.unlink()
            raise
        part.replace(target)
    except OSError as error:
        raise BadInput(
            "The file {name} cannot be written: {reason}.", name=target, reason=error.strerror
        ) from None
    return f"Wrote {sum(rows.values())} rows of {len(rows)} tables and {files} files to {target}."


def _archive(held: io.BufferedWriter) -> zipfile.ZipFile:
    return zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED)


def _write_tables(settings: Settings, archive: zipfile.ZipFile) -> dict[str, int]:
    database = Database(settings.resolved_database_url)
    if database.is_sqlite and not Path(str(database.url.database)).exists():
        raise BadInput(
            "There is no installation in the folder {folder}. Start with: plenary event create.",
            folder=settings.data,
        )
    try:
        # One handle, one moment: what is written meanwhile is in all tables or in none.
        with database.reading() as db:
            connection = db.connection()
            tables = tables_of(connection)
            if not tables:
                raise BadInput("The database is empty: there is nothing to keep yet.")
            revision = connection.execute(sa.text("SELECT version_num FROM alembic_version"))
            rows = {name: _write(connection, table, archive) for name, table in tables.items()}
            manifest = {
                "plenary_backup": FORM,
                "revision": revision.scalar_one(),
                "made_at": clock.now().isoformat(),
                "rows": rows,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    except OperationalError as error:
        raise BadInput(
            "The database cannot be read: {reason}. Ask plenary doctor what is wrong.",
            reason=error.orig,
        ) from None
    finally:
        database.dispose()
    return rows


def _write(connection: sa.Connection, table: sa.Table, archive: zipfile.ZipFile) -> int:
    count = 0
    ordered = sa.select(table).order_by(*table.primary_key.columns)
    with archive.open(f"{TABLES}{table.name}.jsonl", "w") as lines:
        lines.write(_line(list(table.columns.keys())))
        found = connection.execution_options(yield_per=1000).execute(ordered)
        for count, row in enumerate(found, 1):  # noqa: B007 - counts
            lines.write(_line([as_json(value) for value in row]))
    return count


def _line(values: list[object]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _write_files(settings: Settings, archive: zipfile.ZipFile, target: Path) -> int:
    count = 0
    for path in sorted(settings.data.rglob("*")):
        name = path.relative_to(settings.data).as_posix()
        if path.is_symlink() or not path.is_file() or name.startswith(_LEFT_OUT):
            continue
        if path.resolve().parent == target.resolve().parent and path.name.startswith(target.name):
            continue  # the backup itself, written into the data folder
        archive.write(path, f"{FILES}{name}")
        count += 1
    return count
