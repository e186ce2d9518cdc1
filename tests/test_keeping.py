"""A backup holds everything and is brought back whole or not at all; the doctor finds faults."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.db import Database
from app.demo.samples import sample
from app.demo.story import tell
from app.errors import BadInput
from app.keeping import examine, restore_backup, write_backup
from app.settings import Settings
from tests.sessions.rooms import every_row
from tests.test_cli import plenary


@pytest.fixture
def kept(database: Database, tmp_path: Path) -> Settings:
    """An installation with a conference in it, and two files."""
    tell(database, sample("strasbourg-2019"))
    folder = tmp_path / "here"
    (folder / "mail" / "strasbourg-2019").mkdir(parents=True)
    (folder / "mail" / "strasbourg-2019" / "1.eml").write_bytes(b"Subject: Welcome\r\n\r\n")
    (folder / "plenary.sqlite3").write_bytes(b"not as a file")
    url = database.url.render_as_string(hide_password=False)
    return Settings(data=folder, database_url=url)


def _rows(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    database = Database(settings.resolved_database_url)
    try:
        return {
            name: sorted(map(_alike, rows), key=repr) for name, rows in every_row(database).items()
        }
    finally:
        database.dispose()


def _alike(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row as both databases would give it: moments and JSON as text, truth as a number."""

    def alike(value: object) -> object:
        if isinstance(value, dict | list):
            return json.dumps(value)
        if value is None:
            return None
        plain = str(int(value) if isinstance(value, bool) else value)
        return plain.removesuffix("+00:00").removesuffix(".000000")

    return tuple(map(alike, row))


@pytest.mark.parametrize(
    ("database_url", "empty_database_url"),
    [("sqlite", "postgresql"), ("postgresql", "sqlite")],
    indirect=True,
)
def test_what_is_restored_is_what_was_kept_whichever_database_it_goes_to(
    kept: Settings, empty_database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "plenary.backup"
    said = write_backup(kept, file)
    assert "1 files" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    there = Settings(data=tmp_path / "there", database_url=empty_database_url)
    restore_backup(there, file)
    assert _rows(there) == _rows(kept)
    assert (there.data / "mail/strasbourg-2019/1.eml").read_bytes() == b"Subject: Welcome\r\n\r\n"
    assert [path.name for path in there.data.iterdir()] == ["mail"]
    database = Database(empty_database_url)
    tell(database, sample("cebu-2017"))  # the counters go on after what was brought
    database.dispose()
    assert not [one for one in examine(there) if one.grave]
    with pytest.raises(BadInput, match="not empty"):
        restore_backup(there, file)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Path]:
    """A small installation made by the command, and a backup of it."""
    data = tmp_path / "data"
    made = plenary("event", "create", "mine", "--from", "strasbourg-2019", "--starts", "2027-03-04",
                   data=data)  # fmt: skip
    assert made.returncode == 0, made.stderr
    yield data
    shutil.rmtree(data, ignore_errors=True)


def test_the_command_keeps_and_brings_back(installation: Path, tmp_path: Path) -> None:
    file = tmp_path / "today.backup"
    assert plenary("backup", file, data=installation).returncode == 0
    again = plenary("backup", file, data=installation)
    assert (again.returncode, "Choose another name" in again.stderr) == (2, True)
    assert plenary("restore", file, data=tmp_path / "new").returncode == 0
    done = plenary("doctor", data=tmp_path / "new")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Nothing is wrong.")
    refused = plenary("restore", file, data=installation)
    assert (refused.returncode, "is not empty" in refused.stderr) == (2, True)
    assert plenary("backup", tmp_path / "x", data=tmp_path / "none").returncode == 2
    assert not (tmp_path / "none").exists()


def _mutilated(file: Path, fault: str) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts["plenary.json"])
    if fault == "newer form":
        manifest["plenary_backup"] = 99
    elif fault == "newer tables":
        manifest["revision"] = "9999"
    elif fault == "row lost":
        parts["tables/room.jsonl"] = parts["tables/room.jsonl"].rsplit(b"\n", 2)[0] + b"\n"
    elif fault == "table lost":
        del parts["tables/slot.jsonl"]
    elif fault == "other columns":
        parts["tables/room.jsonl"] = parts["tables/room.jsonl"].replace(b'"name"', b'"called"', 1)
    elif fault == "points at nothing":
        parts["tables/event.jsonl"] = parts["tables/event.jsonl"].splitlines(keepends=True)[0]
        manifest["rows"]["event"] = 0
    elif fault == "file outside":
        parts["files/../../outside.txt"] = b"outside"
    parts["plenary.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _turned(file: Path, name: str) -> bytes:
    """The file with a byte turned in the midst of a part: beside them, nothing would be lost."""
    with zipfile.ZipFile(file) as archive:
        part = archive.getinfo(name)
    content = bytearray(file.read_bytes())
    begins = part.header_offset + 30 + len(part.filename)
    content[begins + part.compress_size // 2] ^= 0xFF
    return bytes(content)


def test_what_is_no_whole_backup_is_refused_in_a_sentence_and_leaves_nothing(
    installation: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.backup"
    plenary("backup", whole, data=installation)
    files = {name: tmp_path / f"{name.replace(' ', '-')}.backup" for name in _FAULTS}
    for name, file in files.items():
        shutil.copy(whole, file)
        _mutilated(file, name)
    files["cut off"] = tmp_path / "cut.backup"
    files["cut off"].write_bytes(whole.read_bytes()[:-500])
    files["a letter"] = tmp_path / "letter.txt"
    files["a letter"].write_text("Dear colleagues")
    files["bits turned"] = tmp_path / "bits.backup"
    files["bits turned"].write_bytes(_turned(whole, "tables/slot.jsonl"))
    files["lost"] = tmp_path / "lost.backup"
    before = set(tmp_path.iterdir())
    for name, file in files.items():
        refused = plenary("restore", file, data=tmp_path / "there")
        assert refused.returncode == 2, name
        assert refused.stderr.count("\n") == 1, name
        assert set(tmp_path.iterdir()) == before, name
    assert not (tmp_path.parent / "outside.txt").exists()


_FAULTS = (
    "newer form", "newer tables", "row lost", "table lost", "other columns", "points at nothing",
    "file outside",
)  # fmt: skip


def test_the_doctor_says_what_is_wrong(installation: Path, tmp_path: Path) -> None:
    nothing = plenary("doctor", data=tmp_path / "none")
    assert nothing.returncode == 1
    assert nothing.stdout.startswith("Wrong: There is no installation in the folder")
    assert not (tmp_path / "none").exists()
    file = installation / "plenary.sqlite3"
    healthy = file.read_bytes()
    for harm, sentence in _HARMS:
        file.write_bytes(healthy)
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
            database.execute(harm)
        done = plenary("doctor", data=installation)
        assert (done.returncode, sentence in done.stdout) == (1, True), (harm, done.stdout)
    file.write_bytes(b"not a database" * 100)
    done = plenary("doctor", data=installation)
    assert (done.returncode, "cannot be read" in done.stdout) == (1, True)


_HARMS = (
    ("UPDATE event SET zone = 'Atlantis/Capital'", "unknown time zone Atlantis/Capital"),
    ("UPDATE alembic_version SET version_num = '0000'", "start plenary serve once"),
    ("DELETE FROM event", "rows point at nothing"),
    ("DROP TABLE alembic_version", "has no tables yet"),
)
