"""A backup brought back into an empty place: all of it or nothing. Knows no table by name."""

from __future__ import annotations

import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.util.exc import CommandError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.db import Database
from app.errors import BadInput
from app.keeping.backup import FILES, FORM, MANIFEST, TABLES
from app.keeping.values import from_json, tables_of
from app.migrating import alembic_config, migrate
from app.settings import Settings

_BATCH = 1000


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore")

    plenary_backup: int
    revision: str = Field(pattern=r"^[0-9a-z_]{1,40}$")
    rows: dict[str, int]


def restore_backup(settings: Settings, source: Path) -> str:
    """Bring the backup in `source` back and say what it held.

    The data folder must hold nothing and the database no row; BadInput leaves both as they were.
    """
    with _opened(source) as archive:
        manifest = _manifest(archive)
        if settings.data.exists() and any(settings.data.iterdir()):
            raise BadInput(
                "The folder {folder} is not empty. Restore into a new one with --data.",
                folder=settings.data,
            )
        # Beside the data folder and renamed at the end: a half-restored one is never served.
        data = settings.data.absolute()
        beside = data.with_name(f"{data.name}.restoring")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        try:
            files = _write_files(archive, beside)
            _fill(settings.model_copy(update={"data": beside}), archive, manifest)
            if data.exists():
                data.rmdir()
            beside.rename(data)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return f"Restored {sum(manifest.rows.values())} rows and {files} files into {settings.data}."


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(source)
        try:
            damaged = archive.testzip()
        except BaseException:
            archive.close()
            raise
    except FileNotFoundError:
        raise BadInput("There is no file {name}. Check its name.", name=source) from None
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise BadInput("{name} is no backup of Plenary, or damaged.", name=source) from None
    if damaged:
        archive.close()
        raise BadInput("{name} is no backup of Plenary, or damaged.", name=source)
    return archive


def _manifest(archive: zipfile.ZipFile) -> _Manifest:
    try:
        found = _Manifest.model_validate_json(archive.read(MANIFEST))
    except (KeyError, ValidationError):
        raise BadInput(
            "{name} is no backup of Plenary, or damaged.", name=archive.filename
        ) from None
    if found.plenary_backup != FORM:
        raise BadInput("This backup was made by a newer Plenary. Install that one first.")
    return found


def _write_files(archive: zipfile.ZipFile, folder: Path) -> int:
    count = 0
    for entry in archive.infolist():
        if not entry.filename.startswith(FILES) or entry.is_dir():
            continue
        path = folder / entry.filename.removeprefix(FILES)
        # An archive from elsewhere may name files outside.
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BadInput("{name} is no backup of Plenary, or damaged.", name=archive.filename)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive.read(entry))
        count += 1
    return count


def _fill(settings: Settings, archive: zipfile.ZipFile, manifest: _Manifest) -> None:
    url = settings.resolved_database_url
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            _refuse_rows(connection)
        try:
            command.upgrade(alembic_config(url), manifest.revision)
        except CommandError:
            raise BadInput(
                "This backup was made by a newer Plenary. Install that one first."
            ) from None
        with database.writing() as db:
            connection = db.connection()
            tables = tables_of(connection)
            if set(tables) != set(manifest.rows):
                raise _unfit()
            for name, table in tables.items():
                if _insert(connection, table, archive) != manifest.rows[name]:
                    raise BadInput(
                        "{name} is no backup of Plenary, or damaged.", name=archive.filename
                    )
                _count_on(connection, table)
    except sa.exc.IntegrityError:
        raise _unfit() from None
    except sa.exc.OperationalError as error:
        raise BadInput("The database cannot be written: {reason}.", reason=error.orig) from None
    finally:
        database.dispose()
    migrate(url)


def _unfit() -> BadInput:
    return BadInput(
        "This backup does not fit the tables of this Plenary. Restore it with the one that made it."
    )


def _refuse_rows(connection: sa.Connection) -> None:
    for table in tables_of(connection).values():
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise BadInput("The database is not empty. Give an empty one.")


def _insert(connection: sa.Connection, table: sa.Table, archive: zipfile.ZipFile) -> int:
    """Insert all rows. References within the table follow once all rows are there: a row may
    point at a later one."""
    own = {
        element.parent.name
        for constraint in table.foreign_key_constraints
        if constraint.referred_table is table
        for element in constraint.elements
    }
    count, later = 0, []
    rows = _rows(table, archive)
    while batch := list(islice(rows, _BATCH)):
        for row in batch:
            pointing = {name: row[name] for name in own if row[name] is not None}
            if pointing:
                key = {column.name: row[column.name] for column in table.primary_key.columns}
                later.append((key, pointing))
                row.update(dict.fromkeys(pointing))
        connection.execute(table.insert(), batch)
        count += len(batch)
    for key, pointing in later:
        same = (table.c[name] == value for name, value in key.items())
        connection.execute(table.update().where(*same).values(**pointing))
    return count


def _rows(table: sa.Table, archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    try:
        with archive.open(f"{TABLES}{table.name}.jsonl") as lines:
            names = json.loads(next(lines))
            if set(names) != set(table.columns.keys()):
                raise _unfit()
            kinds = [table.c[name].type for name in names]
            for line in lines:
                values = map(from_json, json.loads(line), kinds)
                yield dict(zip(names, values, strict=True))
    except (KeyError, ValueError, TypeError, StopIteration):
        raise BadInput(
            "{name} is no backup of Plenary, or damaged.", name=archive.filename
        ) from None


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """PostgreSQL's counters know nothing of numbers that were written."""
    if connection.dialect.name == "postgresql" and "id" in table.columns:
        highest = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0) + 1).scalar_subquery()
        counter = sa.func.pg_get_serial_sequence(f'"{table.name}"', "id")
        connection.execute(sa.select(sa.func.setval(counter, highest, False)))
