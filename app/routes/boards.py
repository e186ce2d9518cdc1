"""The board in the hand of a delegate: reading it, posting to it, withdrawing what one posted."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from app.agenda.queries import event_session_by_slug
from app.agenda.timetable import Entry
from app.db import Reading
from app.delegations.models import Sector
from app.delegations.rights import Action, Person, may
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.live.audiences import Audience
from app.pages import Reader, sentence
from app.routes.board_answers import alert, see, wants_json, wants_partial
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.routes.live_source import new_input, own_inputs
from app.sessions.forms import InputForm, OpeningForm
from app.sessions.models import Attribution, InputState
from app.sessions.posting import post_input
from app.sessions.queries import (
    board_id_at,
    boards_of_event,
    new_inputs,
    own_unseen,
    place_of_board,
    required_by_rule,
    whole_board_at,
)
from app.sessions.rules import shown_as
from app.sessions.views import Place
from app.sessions.withdrawing import withdraw_input

router = APIRouter(prefix="/events/{slug}")


@router.get("/boards", response_class=HTMLResponse)
def list_boards(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """All boards of the event, and where they stand."""
    lines = boards_of_event(db, event, by=viewer)
    places = [line.place.event_session_id for line in lines]
    return event_page(
        reader,
        event,
        "boards/list.html",
        here="boards",
        lines=lines,
        at_podium=may(viewer, Action.MODERATE_BOARD, event_id=event.key),
        may_open={
            one
            for one in places
            if may(viewer, Action.MOVE_STEP, event_id=event.key, event_session_id=one)
        },
    )


@router.get("/sessions/{key}/board", response_class=HTMLResponse)
def show_board(
    key: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The board; before it is open the way to open it, or the word that it is not."""
    place, board_id = place_of_board(db, event, key, by=viewer)
    if board_id is None:
        return opening_page(db, event, place, reader, viewer, OpeningForm())
    return _board_page(db, event, key, reader, viewer, InputForm())


@router.post("/sessions/{key}/inputs", status_code=201)
def post_to_board(
    key: str,
    form: Annotated[InputForm, Form()],
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Store an input: 201, or 200 when it was there already; 303 for a plain form."""
    try:
        with database.writing() as db:
            board_id = board_id_at(db, event, key)
            posted = post_input(db, board_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        if wants_json(request):
            raise
        if wants_partial(request):
            return alert(reader, refusal)
        with database.reading() as reading:
            return _board_page(reading, event, key, reader, viewer, form, refusal)
    status = 201 if posted.new else 200
    if wants_json(request):
        return JSONResponse(
            {
                "client_id": posted.input.client_id,
                "id": posted.input.id,
                "seq": posted.seq,
                "state": posted.input.state.value,
            },
            status_code=status,
        )
    if wants_partial(request):
        with database.reading() as reading:
            new = new_inputs(reading, board_id, [posted.input.key])[posted.input.key]
            waiting = posted.input.state is InputState.WAITING
            yours = own_unseen(reading, board_id, by=viewer) if waiting else []
        if waiting:
            content = own_inputs(reader, board_id, yours or [new.input])
        else:
            content = new_input(reader, new, Audience.DELEGATE, mine=True)
        return HTMLResponse(content, status_code=status)
    path = f"/events/{event.slug}/sessions/{key}/board"
    return RedirectResponse(f"{path}#input-{posted.input.client_id}", status_code=303)


@router.post("/sessions/{key}/inputs/{client_id}/withdrawal")
def withdraw_from_board(
    key: str, client_id: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Withdraw one's own input."""
    with database.writing() as db:
        withdraw_input(db, board_id_at(db, event, key), client_id, by=viewer)
    return see(event, key, "board")


def opening_page(
    db: Reading,
    event: Event,
    place: Place,
    reader: Reader,
    viewer: Person | None,
    typed: OpeningForm,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    """The page on which a board is opened, with what was typed and why it was refused."""
    here = place.event_session_id
    return event_page(
        reader,
        event,
        "boards/opening.html",
        here="boards",
        status=refusal.status if refusal else 200,
        place=place,
        may_open=may(viewer, Action.MOVE_STEP, event_id=event.key, event_session_id=here),
        required=required_by_rule(db, event, here),
        typed=typed,
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
    )


def _board_page(
    db: Reading,
    event: Event,
    key: str,
    reader: Reader,
    viewer: Person | None,
    typed: InputForm,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    board = whole_board_at(db, event, key, by=viewer)
    assert viewer is not None
    here = board.place.event_session_id

    def may_here(action: Action) -> bool:
        return may(viewer, action, event_id=event.key, event_session_id=here)

    return event_page(
        reader,
        event,
        "boards/show.html",
        here="boards",
        status=refusal.status if refusal else 200,
        board=board,
        slots=_slots(db, event, board.place),
        own={one.client_id for one in board.inputs if _is_own(one.author_id, viewer)},
        yours=own_unseen(db, board.id, by=viewer),
        may_post=may_here(Action.POST_INPUT),
        may_moderate=may_here(Action.MODERATE_BOARD),
        shown_as=_shown_as(db, board.attribution, viewer),
        client_id=typed.client_id or str(uuid4()),
        typed=typed,
        problem=sentence(reader, refusal) if refusal else None,
    )


def _slots(db: Reading, event: Event, place: Place) -> tuple[Entry, ...]:
    """When and where it takes place; nothing as long as that is not published."""
    return event_session_by_slug(db, event, place.key).slots if place.kind else ()


def _is_own(author_id: int | None, viewer: Person) -> bool:
    return author_id is not None and author_id == viewer.participant_id


def _shown_as(db: Reading, attribution: Attribution, viewer: Person) -> str | None:
    """As whose the viewer's input would stand there; said before they post."""
    sector = None
    if attribution is Attribution.BY_SECTOR and viewer.sector_id is not None:
        sector = db.get_one(Sector, viewer.sector_id).name
    return shown_as(attribution, name=viewer.name, delegation=viewer.delegation_name, sector=sector)
