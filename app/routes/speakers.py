"""The speakers' list over HTTP: asking for the floor, and the chair who gives it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Cookie, Form
from starlette.responses import HTMLResponse, Response

from app.delegations.models import Sector
from app.delegations.rights import Action
from app.errors import BadInput, PlenaryError, Refused
from app.live.audiences import Audience
from app.routes.at_board import AtBoard, AtBoardDep
from app.routes.deps import SettingsDep
from app.sessions.floor import end_floor, give_floor, pause_floor, resume_floor
from app.sessions.on_behalf import whom_on
from app.sessions.queries import whole_board_at
from app.sessions.rules import shown_as
from app.sessions.speakers_forms import ArrangementForm, AskForm, FloorForm, OnBehalfAskForm
from app.sessions.speakers_list import (
    arrange_speakers,
    ask_for_floor,
    hash_of_ticket,
    put_on_list,
    withdraw_request,
)
from app.sessions.speakers_models import FloorKind
from app.sessions.views import BoardView

router = APIRouter(prefix="/events/{slug}/sessions/{key}")

# The secret by which a browser proves its request where no participant is stored.
TICKET = "plenary_floor"
TicketDep = Annotated[str, Cookie(alias=TICKET)]


@router.get("/speakers", response_class=HTMLResponse)
def show_speakers(at: AtBoardDep, ticket: TicketDep = "") -> HTMLResponse:
    """The list, for everybody in the room; the podium runs it here."""
    return _page(at, ticket)


@router.post("/speakers")
def ask(
    form: Annotated[AskForm, Form()], at: AtBoardDep, settings: SettingsDep, ticket: TicketDep = ""
) -> Response:
    """Ask for the floor."""
    secret = ticket or secrets.token_urlsafe(16)
    answer = _changed(at, ticket, partial(ask_for_floor, form=form, ticket=secret))
    if answer.status_code == 303 and not ticket:
        answer.set_cookie(
            TICKET,
            secret,
            path=f"/events/{at.event.slug}",
            httponly=True,
            samesite="lax",
            secure=settings.base_url.startswith("https:"),
        )
    return answer


@router.post("/speakers/on-behalf")
def ask_for_another(
    form: Annotated[OnBehalfAskForm, Form()], at: AtBoardDep, ticket: TicketDep = ""
) -> Response:
    """Put somebody on the list."""
    return _changed(at, ticket, partial(put_on_list, form=form), behalf=form)


@router.post("/speakers/{speaker_id:int}/withdrawal")
def withdraw(speaker_id: int, at: AtBoardDep, ticket: TicketDep = "") -> Response:
    """Take a request off the list."""
    return _changed(at, ticket, partial(withdraw_request, speaker_id=speaker_id, ticket=ticket))


@router.post("/speakers/arrangement")
def arrange(
    form: Annotated[ArrangementForm, Form()], at: AtBoardDep, ticket: TicketDep = ""
) -> Response:
    """Choose the order, the time, and whether the list is open."""
    return _changed(at, ticket, partial(arrange_speakers, form=form), typed=form)


@router.post("/floor")
def give(form: Annotated[FloorForm, Form()], at: AtBoardDep, ticket: TicketDep = "") -> Response:
    """Give the floor to the next speaker, or to the chosen one."""
    return _changed(at, ticket, partial(give_floor, form=form))


@router.post("/floor/pause")
def pause(at: AtBoardDep, ticket: TicketDep = "") -> Response:
    """Stop the speaker's clock."""
    return _changed(at, ticket, pause_floor)


@router.post("/floor/resumption")
def resume(at: AtBoardDep, ticket: TicketDep = "") -> Response:
    """Let the speaker's clock run on."""
    return _changed(at, ticket, resume_floor)


@router.post("/floor/end")
def end(at: AtBoardDep, ticket: TicketDep = "") -> Response:
    """Take the floor back."""
    return _changed(at, ticket, end_floor)


def own_speakers(board: BoardView, ticket: str) -> set[int]:
    """The requests of this browser, where no participant is stored."""
    if not ticket:
        return set()
    mine = hash_of_ticket(board.id, ticket)
    floor = board.floor
    everybody = [*floor.waiting, *([floor.speaking.speaker] if floor.speaking else [])]
    return {one.id for one in everybody if one.ticket_hash == mine}


def _changed(
    at: AtBoard,
    ticket: str,
    action: Callable[..., object],
    typed: ArrangementForm | None = None,
    behalf: OnBehalfAskForm | None = None,
) -> Response:
    """Do it and show the list again; a refusal stands above it."""
    try:
        at.write(action, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return _page(at, ticket, refusal, typed, behalf)
    return at.see("speakers")


def _page(
    at: AtBoard,
    ticket: str,
    refusal: PlenaryError | None = None,
    typed: ArrangementForm | None = None,
    behalf: OnBehalfAskForm | None = None,
) -> HTMLResponse:
    sector, viewer = None, at.viewer
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, by=viewer)
        if viewer is not None and viewer.sector_id is not None:
            sector = db.get_one(Sector, viewer.sector_id).name
        whom = whom_on(db, board)
    assert viewer is not None
    may_give = at.may(Action.GIVE_FLOOR, board.place)
    floor = board.floor
    return at.page(
        "speakers/show.html",
        refusal,
        board=board,
        audience=(Audience.MODERATOR if may_give else Audience.DELEGATE).value,
        own_speakers=own_speakers(board, ticket),
        may_ask=at.may(Action.ASK_FOR_FLOOR, board.place),
        may_give=may_give,
        shown_as=shown_as(
            board.attribution, name=viewer.name, delegation=viewer.delegation_name, sector=sector
        ),
        typed=typed
        or ArrangementForm(
            order=floor.order.value,
            seconds=str(floor.seconds),
            open="yes" if floor.is_open else "",
        ),
        whom=whom,
        behalf=behalf or OnBehalfAskForm(kind=FloorKind.STATEMENT.value),
        problem_at=getattr(refusal, "field", None) if typed or behalf else None,
    )
