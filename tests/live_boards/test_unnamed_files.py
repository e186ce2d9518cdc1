"""Attribution on the bytes of files: boards, conclusions, backup, database; in ZIPs and PDFs too.

The same morning is told twice, once with Georgia's police as the author and once with Ukraine's
justice. What a board does not show, no file may tell: every name stands in both tellings equally
often, although it has other reasons to stand there (the list of delegations, for one).
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from app import clock
from app.db import Database
from app.delegations.rights import Person
from app.events.queries import event_by_slug
from app.keeping import write_backup
from app.migrating import migrate
from app.recommendations.exporting import MEDIA_TYPES as CONCLUSIONS
from app.recommendations.exporting import export_conclusions
from app.sessions.exporting import MEDIA_TYPES as BOARDS
from app.sessions.exporting import export_boards
from app.sessions.models import Attribution
from app.settings import Settings
from tests.cast import Cast, assemble
from tests.sessions.rooms import clustered, opened, posted, recorded

NAMES = {
    "persons": ("Delegate, Tbilisi police", "Head of delegation, Kyiv"),
    "delegations": ("Georgia", "Ukraine"),
    "sectors": ("Law enforcement agencies", "Ministry of Justice"),
}
AUTHORS = ("georgia_delegate", "ukraine_head")
CLIENT_IDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)]


@pytest.mark.parametrize(
    ("attribution", "hidden"),
    [
        (Attribution.NOT_AT_ALL, ("persons", "delegations", "sectors")),
        (Attribution.BY_SECTOR, ("persons", "delegations")),
    ],
)
def test_no_file_tells_an_author_whom_the_board_does_not_show(
    tmp_path: Path, attribution: Attribution, hidden: tuple[str, ...]
) -> None:
    tellings = [_told(tmp_path / author, author, attribution) for author in AUTHORS]
    for name in tellings[0]:
        for kind in hidden:
            assert _counts(tellings[0][name], kind) == _counts(tellings[1][name], kind), (
                name,
                kind,
            )
    # What the board does show differs, or this test would see nothing at all.
    sectors = [_counts(told["board.json"], "sectors") for told in tellings]
    assert (sectors[0] != sectors[1]) is (attribution is Attribution.BY_SECTOR)
    for told in tellings:
        for name in ("board.json", "board.pdf", "board.xlsx", "board.md", "backup", "database"):
            assert b"A contact list" in told[name], name
        assert all(b"One office per State" in told[f"conclusions.{form}"] for form in CONCLUSIONS)


def _counts(content: bytes, kind: str) -> list[int]:
    return [content.count(word.encode()) for word in NAMES[kind]]


def _told(folder: Path, author: str, attribution: Attribution) -> dict[str, bytes]:
    """The bytes of everything that can leave the house after this author posted, by name."""
    folder.mkdir()
    settings = Settings(data=folder)
    migrate(settings.resolved_database_url)
    clock.start_at(datetime(2019, 5, 17, 9, 30, tzinfo=UTC))
    database = Database(settings.resolved_database_url)
    try:
        with database.writing() as db:
            cast = assemble(db)
        _morning(database, cast, cast.everybody[author], attribution)
        found: dict[str, bytes] = {}
        with database.reading() as db:
            event = event_by_slug(db, cast.slug)
            for form in BOARDS:
                found[f"board.{form}"] = export_boards(db, event, form, by=cast.chair)[0]
            for form in CONCLUSIONS:
                found[f"conclusions.{form}"] = export_conclusions(db, event, form, by=cast.chair)[0]
        write_backup(settings, folder / "kept.backup")
        found["backup"] = (folder / "kept.backup").read_bytes()
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        found["database"] = b"".join(path.read_bytes() for path in folder.glob("plenary.sqlite3*"))
        return {name: content + _inside(content) for name, content in found.items()}
    finally:
        database.dispose()
        clock.start_at(None)


def _morning(database: Database, cast: Cast, author: Person, attribution: Attribution) -> None:
    board = opened(database, cast, attribution=attribution)
    for number, client_id in enumerate(CLIENT_IDS):
        posted(database, board, author, f"A contact list, {number}.", client_id=client_id)
    clustered(database, board, cast.rapporteur, "Contacts", CLIENT_IDS[:2])
    recorded(database, board, cast.rapporteur, CLIENT_IDS[:2], "One office per State")


def _inside(content: bytes) -> bytes:
    """What is packed in a file: the parts of a ZIP, the text and the properties of a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return b"\n".join(package.read(name) for name in package.namelist())
    if content.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        texts = [page.extract_text() for page in reader.pages]
        return "\n".join([*texts, str(reader.metadata)]).encode()
    return b""
