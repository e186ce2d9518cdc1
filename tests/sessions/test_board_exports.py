"""Boards as files: everything that the room saw, nothing that it was promised not to see."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest

from app.db import Database
from app.errors import BadInput, Forbidden, NotFound
from app.events.queries import event_by_slug
from app.exporting import What, export
from app.sessions.exporting import MEDIA_TYPES, export_boards
from app.sessions.forms import HidingForm
from app.sessions.models import Attribution
from app.sessions.moderating import hide_input
from app.settings import Settings
from tests.cast import Cast
from tests.sessions.rooms import clustered, opened, posted, recorded


def test_a_file_holds_priorities_with_their_sources_and_inputs_by_cluster(
    database: Database, cast: Cast
) -> None:
    _workshop(database, cast, Attribution.BY_DELEGATION)
    [board] = json.loads(_file(database, cast, "json"))["boards"]
    assert [(one["number"], one["by"], one["cluster"]) for one in board["inputs"]] == [
        (1, "Georgia", "Contacts"),
        (2, "Ukraine", None),
    ]
    assert [(one["text"], one["sources"]) for one in board["priorities"]] == [("One office.", [1])]
    assert (board["left_out"], board["recorded"], board["required"]) == (1, 1, 2)
    assert (board["label"], board["attribution"]) == ("Workshop 1", "By delegation")


@pytest.mark.parametrize("format_", sorted(MEDIA_TYPES))
def test_every_format_says_the_same_and_nothing_hidden(
    database: Database, cast: Cast, format_: str
) -> None:
    _workshop(database, cast, Attribution.BY_DELEGATION)
    text = _text(_file(database, cast, format_), format_)
    for said in ("One office.", "A contact list.", "=1+1", "Georgia", "Ukraine", "Contacts"):
        assert said in text, said
    assert "Names a firm." not in text


@pytest.mark.parametrize("format_", sorted(MEDIA_TYPES))
@pytest.mark.parametrize("attribution", [Attribution.BY_SECTOR, Attribution.NOT_AT_ALL])
def test_no_file_names_a_delegation_or_a_person_where_the_board_names_none(
    database: Database, cast: Cast, attribution: Attribution, format_: str
) -> None:
    _workshop(database, cast, attribution)
    content = _file(database, cast, format_)
    text = _text(content, format_) + content.decode("latin-1")
    assert "A contact list." in text
    for name in ("Georgia", "Ukraine", *(one.name for one in cast.everybody.values())):
        assert name not in text, name
    assert ("Law enforcement agencies" in text) is (attribution is Attribution.BY_SECTOR)


def test_a_formula_in_an_input_stays_a_text(database: Database, cast: Cast) -> None:
    _workshop(database, cast, Attribution.BY_DELEGATION)
    book = openpyxl.load_workbook(io.BytesIO(_file(database, cast, "xlsx")))
    cell = book["Inputs"]["B3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("format_", sorted({"json", "md", "pdf"}))
def test_the_same_board_gives_the_same_bytes(database: Database, cast: Cast, format_: str) -> None:
    _workshop(database, cast, Attribution.BY_DELEGATION)
    assert _file(database, cast, format_) == _file(database, cast, format_)


def test_only_the_podium_takes_a_board_away(database: Database, cast: Cast) -> None:
    with database.reading() as db:
        event = event_by_slug(db, cast.slug)
        with pytest.raises(NotFound):
            export_boards(db, event, "json", by=cast.chair)
    opened(database, cast)
    with database.reading() as db:
        for key in (None, "workshop-1"):
            with pytest.raises(Forbidden):
                export_boards(db, event, "json", key=key, by=cast.georgia_head)
            with pytest.raises(BadInput, match="Boards are written as json, md, pdf, xlsx"):
                export_boards(db, event, "docx", key=key, by=cast.chair)


def test_the_command_line_writes_all_boards_of_an_event(
    database: Database, cast: Cast, tmp_path: Path
) -> None:
    _workshop(database, cast, Attribution.BY_DELEGATION)
    with database.reading() as db:
        event = event_by_slug(db, cast.slug)
        written = export(db, event, What.BOARD, "md", settings=Settings(data=tmp_path))
    assert written == _file(database, cast, "md")


def _workshop(database: Database, cast: Cast, attribution: Attribution) -> None:
    board = opened(database, cast, attribution=attribution)
    first = posted(database, board, cast.georgia_delegate, "A contact list.")
    posted(database, board, cast.ukraine_delegate, "=1+1")
    hidden = posted(database, board, cast.georgia_delegate, "Names a firm.")
    with database.writing() as db:
        hide_input(db, board, hidden, HidingForm(reason="Advertising."), by=cast.chair)
    clustered(database, board, cast.rapporteur, "Contacts", [first])
    recorded(database, board, cast.rapporteur, [first])


def _file(database: Database, cast: Cast, format_: str) -> bytes:
    with database.reading() as db:
        event = event_by_slug(db, cast.slug)
        return export_boards(db, event, format_, key="workshop-1", by=cast.chair)[0]


def _text(content: bytes, format_: str) -> str:
    if format_ == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if format_ == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "\n".join(package.read(name).decode() for name in package.namelist())
    return content.decode().replace("\\", "")
