"""A spreadsheet of participants, uploaded: all of it, or nothing and a sentence per wrong row."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from starlette.responses import HTMLResponse

from app.delegations.importing import BadRows, import_participants
from app.delegations.rights import Action, require
from app.delegations.sheets import MOST_BYTES
from app.errors import BadInput
from app.routes.deps import DatabaseDep, EventDep, ReaderDep, Viewer
from app.routes.people_pages import people_page, said

router = APIRouter(prefix="/events/{slug}/manage/participants/import")


@router.get("", response_class=HTMLResponse)
def show_import(event: EventDep, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The form for a file, and what its columns may be called."""
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    return people_page(reader, event, "import.html", rows=[], done=None)


@router.post("", response_class=HTMLResponse)
def post_import(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    file: Annotated[UploadFile | str | None, File()] = None,
) -> HTMLResponse:
    """Import a table and say what came of it."""
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    try:
        if file is None or isinstance(file, str) or not file.filename:
            raise BadInput("Choose the file of participants first.", field="file")
        # One byte more than allowed tells a file that is too large without reading all of it.
        data = file.file.read(MOST_BYTES + 1)
        with database.writing() as db:
            done = import_participants(db, event, file.filename, data, by=viewer)
    except BadInput as refusal:
        rows = refusal.rows if isinstance(refusal, BadRows) else []
        if rows:
            refusal = BadInput("Nothing was imported: correct the rows named below.", field="file")
        return people_page(
            reader,
            event,
            "import.html",
            refusal=refusal,
            rows=[said(reader, row) for row in rows],
            done=None,
        )
    return people_page(
        reader,
        event,
        "import.html",
        rows=[],
        done=done,
        faults=[said(reader, fault) for fault in done.faults],
    )
