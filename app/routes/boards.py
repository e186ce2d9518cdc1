"""The board in the hand of a delegate: reading it, withdrawing what one posted."""

from __future__ import annotations

from uuid import uuid4

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse

from app.agenda.queries import event_session_by_slug
from app.agenda.timetable import Entry
from app.db import Reading
from app.delegations.models import Sector
from app.delegations.rights import Action, Person, may
from app.errors import PlenaryError
from app.events.models import Event
from app.routes.at_board import AtBoard, AtBoardDep
from app.routes.deps import BroadcasterDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.routes.speakers import TicketDep, own_speakers
from app.sessions.forms import InputForm, OpeningForm
from app.sessions.models import Attribution, BoardTemplate
from app.sessions.queries import (
    boards_of_event,
    own_unseen,
    place_of_board,
    required_by_rule,
    whole_board_at,
)
from app.sessions.rules import shown_as
from app.sessions.templates import PLANS, suggested
from app.sessions.views import Place
from app.sessions.withdrawing import withdraw_input

router = APIRouter(prefix="/events/{slug}")


@router.get("/boards", response_class=HTMLResponse)
def list_boards(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, broadcaster: BroadcasterDep
) -> HTMLResponse:
    """All boards of the event, and where they stand; for the podium with who has them open."""
    lines = boards_of_event(db, event, by=viewer)
    places = [line.place.event_session_id for line in lines]
    return event_page(
        reader,
        event,
        "boards/list.html",
        here="boards",
        lines=lines,
        present={line.board_id: broadcaster.present(line.board_id or 0) for line in lines},
        at_podium=may(viewer, Action.MODERATE_BOARD, event_id=event.key),
        may_open={
            one
            for one in places
            if may(viewer, Action.MOVE_STEP, event_id=event.key, event_session_id=one)
        },
    )


@router.get("/sessions/{key}/board", response_class=HTMLResponse)
def show_board(at: AtBoardDep, template: str = "", ticket: TicketDep = "") -> HTMLResponse:
    """The board; before it is open the way to open it, or the word that it is not.

    `template` is the kind of board that it is to become, as far as one was chosen.
    """
    with at.database.reading() as db:
        place, board_id = place_of_board(db, at.event, at.key, by=at.viewer)
    if board_id is None:
        return opening_page(at, place, None, template=template)
    return board_page(at, InputForm(), ticket=ticket)


@router.post("/sessions/{key}/inputs/{client_id}/withdrawal")
def withdraw_from_board(client_id: str, at: AtBoardDep) -> RedirectResponse:
    """Withdraw one's own input."""
    at.write(withdraw_input, client_id, by=at.viewer)
    return at.see("board")


def opening_page(
    at: AtBoard,
    place: Place,
    typed: OpeningForm | None,
    refusal: PlenaryError | None = None,
    template: str = "",
) -> HTMLResponse:
    """The page on which a board is opened, with what was typed and why it was refused.

    As long as nothing was `typed` it stands as such a board is usually opened.
    """
    with at.database.reading() as db:
        required = required_by_rule(db, at.event, place.event_session_id)
    chosen = template if typed is None else typed.template
    known = chosen in set(BoardTemplate)
    kind = BoardTemplate(chosen) if known else suggested(place.kind, required)
    return at.page(
        "boards/opening.html",
        refusal,
        place=place,
        may_open=at.may(Action.MOVE_STEP, place),
        required=required,
        kind=kind.value,
        plan=PLANS[kind],
        typed=typed,
    )


def board_page(
    at: AtBoard, typed: InputForm, refusal: PlenaryError | None = None, *, ticket: str
) -> HTMLResponse:
    """The open board, with what was typed and why it was not posted."""
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, by=at.viewer)
        assert at.viewer is not None
        slots = _slots(db, at.event, board.place)
        yours = own_unseen(db, board.id, by=at.viewer)
        shown = _shown_as(db, board.attribution, at.viewer)
    return at.page(
        "boards/show.html",
        refusal,
        board=board,
        slots=slots,
        own={one.client_id for one in board.inputs if _is_own(one.author_id, at.viewer)},
        yours=yours,
        own_speakers=own_speakers(board, ticket),
        may_post=at.may(Action.POST_INPUT, board.place),
        may_moderate=at.may(Action.MODERATE_BOARD, board.place),
        shown_as=shown,
        client_id=typed.client_id or str(uuid4()),
        typed=typed,
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
