"""The podium's desk: opening a board, its steps, its closing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import BaseModel
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.delegations.rights import Action
from app.errors import BadInput, PlenaryError, Refused
from app.routes.at_board import AtBoard, AtBoardDep
from app.routes.boards import opening_page
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, OpeningForm, StepForm
from app.sessions.opening import open_board
from app.sessions.queries import place_of_board, whole_board_at
from app.sessions.stepping import move_step

router = APIRouter(prefix="/events/{slug}/sessions/{key}")

_TOOLS = {
    "group": Action.GROUP_INPUTS,
    "record": Action.RECORD_PRIORITY,
    "move": Action.MOVE_STEP,
    "close": Action.CLOSE_BOARD,
    "override": Action.OVERRIDE_CLOSURE,
}


class Typed(BaseModel):
    """What stands in the desk's fields and ticks, so that no refusal loses it."""

    text: str = ""
    title: str = ""
    override_reason: str = ""
    inputs: list[str] = []


@router.get("/board/desk", response_class=HTMLResponse)
def show_desk(at: AtBoardDep) -> HTMLResponse:
    """The desk of chair, rapporteur and organiser."""
    return desk_page(at, Typed())


@router.post("/board")
def open_the_board(form: Annotated[OpeningForm, Form()], at: AtBoardDep) -> Response:
    """Open the board of this event session."""
    with at.database.reading() as db:
        place, _ = place_of_board(db, at.event, at.key, action=Action.MOVE_STEP, by=at.viewer)
    try:
        with at.database.writing() as db:
            open_board(
                db,
                place.event_session_id,
                template=form.checked_template(),
                attribution=form.checked_attribution(),
                required_priorities=form.checked_required(),
                instruction=form.checked_instruction(),
                by=at.viewer,
            )
    except (BadInput, Refused) as refusal:
        return opening_page(at, place, form, refusal)
    return at.see()


@router.post("/step")
def move_to_step(form: Annotated[StepForm, Form()], at: AtBoardDep) -> RedirectResponse:
    """Move the board to another step."""
    at.write(move_step, form.step, by=at.viewer)
    return at.see()


@router.post("/closure")
def close_the_board(form: Annotated[ClosureForm, Form()], at: AtBoardDep) -> Response:
    """Close the board; while it owes priorities, the chair may say why all the same."""
    try:
        at.write(close_board, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return desk_page(at, Typed(override_reason=form.override_reason), refusal)
    return at.see()


def desk_page(at: AtBoard, typed: Typed, refusal: PlenaryError | None = None) -> HTMLResponse:
    """The desk, for who may moderate, with what was typed and why it was refused."""
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, action=Action.MODERATE_BOARD, by=at.viewer)
    return at.page(
        "boards/desk.html",
        refusal,
        board=board,
        may={name: at.may(action, board.place) for name, action in _TOOLS.items()},
        ticked=typed.inputs,
        typed=typed,
        owes=bool(board.missing and refusal and not board.closure and not typed.inputs),
    )
