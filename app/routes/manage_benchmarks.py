"""The organisers' page of benchmarks: read a table in, name the study, say who may read it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.benchmarks.assessing import describe_study
from app.benchmarks.forms import StudyForm
from app.benchmarks.importing import import_benchmarks
from app.benchmarks.queries import study_at
from app.benchmarks.reading import BadCells
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.delegations.sheets import MOST_BYTES
from app.errors import BadInput
from app.events.models import Event
from app.pages import Reader, sentence, translations
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/benchmarks")


@router.get("", response_class=HTMLResponse)
def show_management(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """What the study is called, and the form for a table."""
    return _page(db, event, reader, viewer, done=done)


@router.post("")
def post_study(
    form: Annotated[StudyForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Keep title, introduction, day and who may read."""
    try:
        with database.writing() as db:
            describe_study(db, event, form, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, typed=form, refusal=refusal)
    return RedirectResponse(f"/events/{event.slug}/manage/benchmarks?done=kept", status_code=303)


@router.post("/reading")
def post_table(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    file: Annotated[UploadFile | str | None, File()] = None,
) -> Response:
    """Read a table in: all of it, or nothing and what is wrong with which cell."""
    require(viewer, Action.MANAGE_BENCHMARKS, event_id=event.key)
    try:
        if file is None or isinstance(file, str) or not file.filename:
            raise BadInput("Choose the table first.", field="file")
        # One byte more than allowed tells a file that is too large without reading all of it.
        data = file.file.read(MOST_BYTES + 1)
        with database.writing() as db:
            import_benchmarks(db, event, file.filename, data, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, refusal=refusal)
    return RedirectResponse(f"/events/{event.slug}/manage/benchmarks?done=read", status_code=303)


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    *,
    typed: StudyForm | None = None,
    refusal: BadInput | None = None,
    done: str = "",
) -> HTMLResponse:
    require(viewer, Action.MANAGE_BENCHMARKS, event_id=event.key)
    study = study_at(db, event, by=viewer)
    known = StudyForm(
        title=study.title if study else "",
        introduction=study.introduction if study else "",
        as_at=study.as_at.isoformat() if study and study.as_at else "",
        is_public="yes" if study and study.is_public else "",
    )
    gettext = translations(reader.language).gettext
    problem = sentence(reader, refusal) if refusal else None
    faults = refusal.faults if isinstance(refusal, BadCells) else ()
    if faults:
        problem = gettext("Nothing was read in: correct the cells named below.")
    return event_page(
        reader,
        event,
        "benchmarks/manage.html",
        here="benchmarks",
        status=refusal.status if refusal else 200,
        study=study,
        form=typed or known,
        problem=problem,
        problem_at=refusal.field if refusal else None,
        faults=[(one.cell, gettext(one.sentence).format(**dict(one.values))) for one in faults],
        done=done,
    )
