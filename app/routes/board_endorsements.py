"""Rounds of endorsements: the podium opens and ends them, delegates give and take back points."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.delegations.rights import Action
from app.errors import BadInput, PlenaryError, Refused
from app.routes.at_board import AtBoard, AtBoardDep
from app.sessions.endorsing import (
    ballot_at,
    close_round,
    endorse,
    open_round,
    take_back_endorsement,
)
from app.sessions.forms import RoundForm
from app.sessions.queries import whole_board_at

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.get("/ballot", response_class=HTMLResponse)
def show_ballot(at: AtBoardDep) -> HTMLResponse:
    """One's own ballot: what may be endorsed, and the points left."""
    return _ballot_page(at)


@router.post("/priorities/{priority_id}/endorsement")
def give_point(priority_id: int, at: AtBoardDep) -> Response:
    """Give a point to a priority."""
    try:
        at.write(endorse, priority_id, by=at.viewer)
    except Refused as refusal:
        return _ballot_page(at, refusal)
    return at.see(f"ballot#priority-{priority_id}")


@router.post("/priorities/{priority_id}/endorsement/removal")
def take_point_back(priority_id: int, at: AtBoardDep) -> Response:
    """Take one's own point back."""
    try:
        at.write(take_back_endorsement, priority_id, by=at.viewer)
    except Refused as refusal:
        return _ballot_page(at, refusal)
    return at.see(f"ballot#priority-{priority_id}")


@router.get("/rounds/new", response_class=HTMLResponse)
def ask_for_round(at: AtBoardDep) -> HTMLResponse:
    """The page on which the podium opens a round."""
    return _round_page(at, RoundForm())


@router.post("/rounds")
def open_a_round(form: Annotated[RoundForm, Form()], at: AtBoardDep) -> Response:
    """Open a round."""
    try:
        at.write(open_round, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return _round_page(at, form, refusal)
    return at.see()


@router.post("/rounds/end")
def end_round(at: AtBoardDep) -> RedirectResponse:
    """End the open round."""
    at.write(close_round, by=at.viewer)
    return at.see()


def _ballot_page(at: AtBoard, refusal: PlenaryError | None = None) -> HTMLResponse:
    with at.database.reading() as db:
        ballot = ballot_at(db, at.event, at.key, by=at.viewer)
    return at.page("boards/ballot.html", refusal, ballot=ballot, place=ballot.board.place)


def _round_page(at: AtBoard, typed: RoundForm, refusal: PlenaryError | None = None) -> HTMLResponse:
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, action=Action.RECORD_PRIORITY, by=at.viewer)
    return at.page("boards/round.html", refusal, board=board, place=board.place, typed=typed)
