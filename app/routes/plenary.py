"""The plenary: what the workshops recorded, side by side, and each workshop's report."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from app.delegations.rights import Action, may, require
from app.routes.deps import EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.sessions.plenary import workshops_of
from app.sessions.queries import whole_board_at

router = APIRouter(prefix="/events/{slug}")


@router.get("/plenary", response_class=HTMLResponse)
def show_plenary(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The recorded priorities of all workshops."""
    return event_page(
        reader,
        event,
        "plenary/show.html",
        here="boards",
        boards=workshops_of(db, event, by=viewer),
        may_project=may(viewer, Action.SHOW_PROJECTOR, event_id=event.key),
    )


@router.get("/plenary/projector", response_class=HTMLResponse)
def show_plenary_projector(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The same for the whole room."""
    require(viewer, Action.SHOW_PROJECTOR, event_id=event.key)
    boards = workshops_of(db, event, by=viewer)
    return event_page(reader, event, "plenary/projector.html", here="boards", boards=boards)


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
