"""The board for the whole room, and what the podium lets it see there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse

from app.agenda.queries import newest_timetable
from app.agenda.timetable import at_moment
from app.clock import now
from app.delegations.joining_queries import open_door
from app.delegations.rights import Action, may
from app.routes.at_board import AtBoardDep
from app.routes.deps import SettingsDep
from app.routes.participant_access import qr_code
from app.sessions.forms import ScreenForm
from app.sessions.queries import whole_board_at
from app.sessions.screening import show_on_projector

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.get("/projector", response_class=HTMLResponse)
def show_projector(at: AtBoardDep, settings: SettingsDep) -> HTMLResponse:
    """The board, the agenda's now and next, and the way in; the podium chooses which is seen."""
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, action=Action.SHOW_PROJECTOR, by=at.viewer)
        timetable = newest_timetable(db, at.event)
        admits = may(at.viewer, Action.ADMIT_PARTICIPANTS, event_id=at.event.key)
        door = open_door(db, at.event, by=at.viewer) if admits else None
    address = f"{settings.base_url.rstrip('/')}{board.place.path}/board"
    return at.page(
        "boards/projector.html",
        board=board,
        timetable=timetable,
        moment=at_moment(timetable, now()) if timetable else None,
        address=address,
        door=door,
        site=f"{settings.base_url.rstrip('/').removeprefix('https://')}/join",
        qr=qr_code(address),
    )


@router.post("/projector")
def choose_screen(form: Annotated[ScreenForm, Form()], at: AtBoardDep) -> RedirectResponse:
    """Choose what the projector shows."""
    at.write(show_on_projector, form, by=at.viewer)
    return at.see()
