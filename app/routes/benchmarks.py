"""Benchmarks to read: counts by conduct, the matrix of States, a State's sheet, files."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from app.benchmarks.assessing import is_own, may_assess
from app.benchmarks.exports import MEDIA_TYPES, benchmarks_as
from app.benchmarks.queries import provision_of, sheet_of, study_at, study_of
from app.benchmarks.questionnaire import own_state_id
from app.delegations.rights import Action, may, require
from app.errors import NotFound
from app.routes.conditional import disposition
from app.routes.deps import EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.routes.matrix_cells import rows_of_cells

router = APIRouter(prefix="/events/{slug}/benchmarks")
files = APIRouter(prefix="/events/{slug}")


@router.get("", response_class=HTMLResponse)
def show_counts(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, apart: str = ""
) -> HTMLResponse:
    """Each provision with its conducts and how many States cover them."""
    study = study_at(db, event, by=viewer)
    return event_page(
        reader,
        event,
        "benchmarks/show.html",
        here="benchmarks",
        study=study,
        is_apart=bool(apart),
        may_project=may(viewer, Action.SHOW_PROJECTOR, event_id=event.key),
        may_answer=bool(study and own_state_id(db, event, by=viewer)),
        may_manage=may(viewer, Action.MANAGE_BENCHMARKS, event_id=event.key),
    )


@router.get("/matrix", response_class=HTMLResponse)
def show_matrix(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    provision: int = 0,
) -> HTMLResponse:
    """Every State in a row, every conduct in a column; of one provision if one is named."""
    study = study_of(db, event, by=viewer)
    chosen = [one for one in study.provisions if provision in {0, one.id}]
    return event_page(
        reader,
        event,
        "benchmarks/matrix.html",
        here="benchmarks",
        study=study,
        chosen=chosen,
        provision=provision,
        rows=rows_of_cells(study, chosen, reader.language),
    )


@router.get("/projector", response_class=HTMLResponse)
def show_projector(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    provision: int = 0,
    conduct: int = 0,
) -> HTMLResponse:
    """One provision for the whole room, or one of its conducts with its States; it follows."""
    require(viewer, Action.SHOW_PROJECTOR, event_id=event.key)
    study, chosen = provision_of(db, event, provision, by=viewer)
    line = next((one for one in chosen.asked if one.id == conduct), None)
    if conduct and line is None:
        raise NotFound("The benchmarks have no such line any more. Choose another one.")
    place = chosen.asked.index(line) if line else -1
    return event_page(
        reader,
        event,
        "benchmarks/projector.html",
        here="benchmarks",
        study=study,
        provision=chosen,
        conduct=line,
        before=chosen.asked[place - 1] if place > 0 else None,
        after=next(iter(chosen.asked[place + 1 : place + 2]), None),
    )


@router.get("/states/{state_id:int}", response_class=HTMLResponse)
def show_state(
    state_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """What was found of one State, by article, with quotations."""
    sheet = sheet_of(db, event, state_id, by=viewer)
    state = sheet.state
    return event_page(
        reader,
        event,
        "benchmarks/state.html",
        here="benchmarks",
        sheet=sheet,
        state=state,
        may_assess=may_assess(db, event, state, by=viewer),
        may_draft=is_own(db, state, by=viewer)
        and may(viewer, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key),
    )


@files.get("/benchmarks.{format_}")
def download_benchmarks(
    format_: str, event: EventDep, db: ReadDb, viewer: Viewer, form: str = "long"
) -> Response:
    """The study as csv, xlsx or json; tables long or as a matrix."""
    content = benchmarks_as(format_, study_of(db, event, by=viewer), form)
    name = f"{event.slug}-benchmarks-{form}.{format_}"
    return Response(
        content,
        media_type=MEDIA_TYPES[format_],
        headers={
            "Content-Disposition": disposition(name, shown=False),
            "Cache-Control": "no-cache, private",
        },
    )
