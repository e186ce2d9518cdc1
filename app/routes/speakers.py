"""The speakers' list over HTTP: asking for the floor, and the chair who gives it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from app.db import Database, Writing
from app.delegations.models import Sector
from app.delegations.rights import Action, Person, may
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.live.audiences import Audience
from app.pages import Reader, sentence
from app.routes.board_answers import see
from app.routes.deps import DatabaseDep, EventDep, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page
from app.sessions.floor import end_floor, give_floor, pause_floor, resume_floor
from app.sessions.queries import board_id_at, whole_board_at
from app.sessions.rules import shown_as
from app.sessions.speakers_forms import ArrangementForm, AskForm, FloorForm
from app.sessions.speakers_list import (
    arrange_speakers,
    ask_for_floor,
    hash_of_ticket,
    withdraw_request,
)
from app.sessions.views import BoardView

router = APIRouter(prefix="/events/{slug}/sessions/{key}")

# The secret by which a browser proves its request where no participant is stored.
TICKET = "plenary_floor"
_PAGE = "speakers"


@router.get("/speakers", response_class=HTMLResponse)
def show_speakers(
    key: str,
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> HTMLResponse:
    """The list, for everybody in the room; the podium runs it here."""
    return _page(request, database, event, key, reader, viewer)


@router.post("/speakers")
def ask(
    key: str,
    form: Annotated[AskForm, Form()],
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Ask for the floor."""
    ticket = request.cookies.get(TICKET) or secrets.token_urlsafe(16)

    def change(db: Writing, board_id: int) -> object:
        return ask_for_floor(db, board_id, form, ticket=ticket, by=viewer)

    answer = _changed(request, database, event, key, reader, viewer, change)
    if answer.status_code == 303 and TICKET not in request.cookies:
        answer.set_cookie(
            TICKET,
            ticket,
            path=f"/events/{event.slug}",
            httponly=True,
            samesite="lax",
            secure=settings.base_url.startswith("https:"),
        )
    return answer


@router.post("/speakers/{speaker_id:int}/withdrawal")
def withdraw(
    key: str,
    speaker_id: int,
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Take a request off the list."""
    ticket = request.cookies.get(TICKET, "")

    def change(db: Writing, board_id: int) -> object:
        return withdraw_request(db, board_id, speaker_id, ticket=ticket, by=viewer)

    return _changed(request, database, event, key, reader, viewer, change)


@router.post("/speakers/arrangement")
def arrange(
    key: str,
    form: Annotated[ArrangementForm, Form()],
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Choose the order, the time, and whether the list is open."""

    def change(db: Writing, board_id: int) -> object:
        return arrange_speakers(db, board_id, form, by=viewer)

    return _changed(request, database, event, key, reader, viewer, change, typed=form)


@router.post("/floor")
def give(
    key: str,
    form: Annotated[FloorForm, Form()],
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Give the floor to the next speaker, or to the chosen one."""

    def change(db: Writing, board_id: int) -> object:
        return give_floor(db, board_id, form, by=viewer)

    return _changed(request, database, event, key, reader, viewer, change)


@router.post("/floor/pause")
def pause(
    key: str,
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Stop the speaker's clock."""

    def change(db: Writing, board_id: int) -> object:
        return pause_floor(db, board_id, by=viewer)

    return _changed(request, database, event, key, reader, viewer, change)


@router.post("/floor/resumption")
def resume(
    key: str,
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Let the speaker's clock run on."""

    def change(db: Writing, board_id: int) -> object:
        return resume_floor(db, board_id, by=viewer)

    return _changed(request, database, event, key, reader, viewer, change)


@router.post("/floor/end")
def end(
    key: str,
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Take the floor back."""

    def change(db: Writing, board_id: int) -> object:
        return end_floor(db, board_id, by=viewer)

    return _changed(request, database, event, key, reader, viewer, change)


def own_speakers(board: BoardView, ticket: str) -> set[int]:
    """The requests of this browser, where no participant is stored."""
    if not ticket:
        return set()
    mine = hash_of_ticket(board.id, ticket)
    floor = board.floor
    everybody = [*floor.waiting, *([floor.speaking.speaker] if floor.speaking else [])]
    return {one.id for one in everybody if one.ticket_hash == mine}


def _changed(
    request: Request,
    database: Database,
    event: Event,
    key: str,
    reader: Reader,
    viewer: Person | None,
    change: Callable[[Writing, int], object],
    typed: ArrangementForm | None = None,
) -> Response:
    """Do it and show the list again; a refusal stands above it."""
    try:
        with database.writing() as db:
            change(db, board_id_at(db, event, key))
    except (BadInput, Refused) as refusal:
        return _page(request, database, event, key, reader, viewer, refusal, typed)
    return see(event, key, _PAGE)


def _page(
    request: Request,
    database: Database,
    event: Event,
    key: str,
    reader: Reader,
    viewer: Person | None,
    refusal: PlenaryError | None = None,
    typed: ArrangementForm | None = None,
) -> HTMLResponse:
    sector = None
    with database.reading() as db:
        board = whole_board_at(db, event, key, by=viewer)
        if viewer is not None and viewer.sector_id is not None:
            sector = db.get_one(Sector, viewer.sector_id).name
    assert viewer is not None
    here = board.place.event_session_id

    def may_here(action: Action) -> bool:
        return may(viewer, action, event_id=event.key, event_session_id=here)

    floor = board.floor
    return event_page(
        reader,
        event,
        "speakers/show.html",
        here="boards",
        status=refusal.status if refusal else 200,
        board=board,
        audience=(Audience.MODERATOR if may_here(Action.GIVE_FLOOR) else Audience.DELEGATE).value,
        own_speakers=own_speakers(board, request.cookies.get(TICKET, "")),
        may_ask=may_here(Action.ASK_FOR_FLOOR),
        may_give=may_here(Action.GIVE_FLOOR),
        shown_as=shown_as(
            board.attribution, name=viewer.name, delegation=viewer.delegation_name, sector=sector
        ),
        typed=typed
        or ArrangementForm(
            order=floor.order.value,
            seconds=str(floor.seconds),
            open="yes" if floor.is_open else "",
        ),
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None) if typed else None,
    )
