"""A spreadsheet of participants: given, looked over with its columns and questions, imported whole.

Between giving and importing it waits in the database: a reload, another browser or a restart finds
the preview as it was left.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.importing import BadRows, Unanswered
from app.delegations.pending_sheets import (
    answer_questions,
    correct_columns,
    import_sheet,
    keep_sheet,
    pending_sheet,
    pending_sheets,
    throw_sheet_away,
)
from app.delegations.rights import Action, Person, require
from app.delegations.sheet_forms import AnswersForm, ColumnsForm
from app.delegations.sheets import MOST_BYTES
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.people_pages import back_to_people, people_page
from app.routes.sheet_preview import preview

router = APIRouter(prefix="/events/{slug}/manage/participants/import")

# How far imports of this process are: (database, spreadsheet) → (done, all). An import is one
# transaction, and nobody can read of it in the database before it is over.
_UNDER_WAY: dict[tuple[str, int], tuple[int, int]] = {}


@router.get("", response_class=HTMLResponse)
def show_import(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The form for a file, what its columns may be called, and spreadsheets that wait."""
    return _start_page(db, event, reader, viewer)


@router.post("", response_class=RedirectResponse)
def post_sheet(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    file: Annotated[UploadFile | str | None, File()] = None,
) -> Response:
    """Keep a file and show what it would come to."""
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    try:
        if file is None or isinstance(file, str) or not file.filename:
            raise BadInput("Choose the file of participants first.", field="file")
        # One byte more than allowed tells a file that is too large without reading all of it.
        data = file.file.read(MOST_BYTES + 1)
        with database.writing() as db:
            kept = keep_sheet(db, event, file.filename, data, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _start_page(reading, event, reader, viewer, refusal)
    return back_to_people(event, f"/import/{kept}")


@router.get("/{sheet_id:int}", response_class=HTMLResponse)
def show_preview(
    sheet_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """What was understood, what is wrong, and what an import would do."""
    return _preview_page(db, event, reader, viewer, sheet_id)


@router.post("/{sheet_id:int}/columns", response_class=RedirectResponse)
def post_columns(
    sheet_id: int,
    form: Annotated[ColumnsForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Say where the header is and what its columns mean."""
    try:
        with database.writing() as db:
            correct_columns(db, event, sheet_id, form, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _preview_page(reading, event, reader, viewer, sheet_id, refusal, typed=form)
    return back_to_people(event, f"/import/{sheet_id}")


@router.get("/{sheet_id:int}/progress")
def show_progress(
    sheet_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> JSONResponse:
    """How far an import is: {"done", "all"}, in rows; both 0 while this process does not know."""
    with database.reading() as db:
        pending_sheet(db, event, sheet_id, by=viewer)
    done, whole = _UNDER_WAY.get((str(database.url), sheet_id), (0, 0))
    return JSONResponse({"done": done, "all": whole}, headers={"Cache-Control": "no-store"})


@router.post("/{sheet_id:int}/acceptance", response_class=RedirectResponse)
def post_import(
    sheet_id: int,
    form: Annotated[AnswersForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Import all of it, or say why nothing was."""
    mine = (str(database.url), sheet_id)

    def tell(done: int, whole: int) -> None:
        _UNDER_WAY[mine] = (done, whole)

    try:
        revision = form.seen_revision()
        with database.writing() as db:
            # By themselves: who somebody is stays answered, whatever else is wrong.
            if pending_sheet(db, event, sheet_id, by=viewer).revision == revision:
                answer_questions(db, event, sheet_id, form, by=viewer)
                revision = pending_sheet(db, event, sheet_id, by=viewer).revision
        with database.writing() as db:
            done = import_sheet(db, event, sheet_id, revision, tell=tell, by=viewer)
    except (BadInput, Refused) as refusal:
        shown: PlenaryError = refusal
        if isinstance(refusal, BadRows):
            shown = BadInput("Nothing was imported: correct the cells named below.", field="cells")
        elif isinstance(refusal, Unanswered):
            shown = refusal
        with database.reading() as reading:
            return _preview_page(reading, event, reader, viewer, sheet_id, shown)
    finally:
        _UNDER_WAY.pop(mine, None)
    return back_to_people(
        event, f"?added={done.added}&changed={done.changed}&unchanged={done.unchanged}"
    )


@router.post("/{sheet_id:int}/removal", response_class=RedirectResponse)
def post_removal(
    sheet_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Throw a spreadsheet away."""
    with database.writing() as db:
        throw_sheet_away(db, event, sheet_id, by=viewer)
    return back_to_people(event, "/import")


def _start_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    waiting = pending_sheets(db, event, by=viewer)
    return people_page(reader, event, "import.html", refusal=refusal, waiting=waiting)


def _preview_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    sheet_id: int,
    refusal: PlenaryError | None = None,
    *,
    typed: ColumnsForm | None = None,
) -> HTMLResponse:
    pending = pending_sheet(db, event, sheet_id, by=viewer)
    return people_page(
        reader,
        event,
        "sheet.html",
        refusal=refusal,
        pending=pending,
        kept_for_days=7,
        **preview(db, event, reader, pending, typed=typed),
    )
