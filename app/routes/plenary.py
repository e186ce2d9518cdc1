"""The plenary: what the workshops recorded, side by side, and each workshop's report."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse

from app.delegations.rights import Action, may, require
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.sessions.forms import PlaceForm
from app.sessions.plenary import in_order, workshops_of
from app.sessions.plenary_order import move_in_plenary
from app.sessions.queries import whole_board_at

router = APIRouter(prefix="/events/{slug}")


@router.get("/plenary", response_class=HTMLResponse)
def show_plenary(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The recorded priorities of all workshops, side by side and in the plenary's order."""
    boards = workshops_of(db, event, by=viewer)
    return event_page(
        reader,
        event,
        "plenary/show.html",
        here="boards",
        boards=boards,
        ranked=in_order(boards),
        may_order=may(viewer, Action.RECORD_PRIORITY, event_id=event.key),
        may_project=may(viewer, Action.SHOW_PROJECTOR, event_id=event.key),
    )


@router.get("/plenary/projector", response_class=HTMLResponse)
def show_plenary_projector(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, view: str = ""
) -> HTMLResponse:
    """The same for the whole room: side by side, or with `view` "order" as one list."""
    require(viewer, Action.SHOW_PROJECTOR, event_id=event.key)
    boards = workshops_of(db, event, by=viewer)
    return event_page(
        reader,
        event,
        "plenary/projector.html",
        here="boards",
        boards=boards,
        ranked=in_order(boards) if view == "order" else None,
        may_order=False,
    )


@router.post("/plenary/priorities/{priority_id:int}/position")
def move(
    priority_id: int,
    form: Annotated[PlaceForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    viewer: Viewer,
) -> RedirectResponse:
    """Move a priority up or down in the order of the plenary."""
    with database.writing() as db:
        move_in_plenary(db, event, priority_id, form, by=viewer)
    return RedirectResponse(f"/events/{event.slug}/plenary#ranked-{priority_id}", status_code=303)


@router.get("/sessions/{key}/report", response_class=HTMLResponse)
def show_report(
    key: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """A workshop's report for the plenary, as its board has it now."""
    board = whole_board_at(db, event, key, by=viewer)
    here = board.place.event_session_id
    return event_page(
        reader,
        event,
        "plenary/report.html",
        here="boards",
        board=board,
        may_take_away=may(viewer, Action.MODERATE_BOARD, event_id=event.key, event_session_id=here),
    )
