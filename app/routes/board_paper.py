"""Inputs from paper: a page on which the podium types one after the other."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.delegations.rights import Action
from app.errors import BadInput, PlenaryError, Refused
from app.routes.at_board import AtBoard, AtBoardDep
from app.sessions.forms import PaperForm
from app.sessions.on_behalf import whom_on
from app.sessions.paper import type_in
from app.sessions.queries import whole_board_at

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.get("/paper", response_class=HTMLResponse)
def show_paper(at: AtBoardDep, delegation: str = "", done: str = "") -> HTMLResponse:
    """The page, with the delegation of the last input still chosen."""
    return _page(at, PaperForm(delegation=delegation), done=bool(done))


@router.post("/paper")
def put_on_board(form: Annotated[PaperForm, Form()], at: AtBoardDep) -> Response:
    """Put one input on the board; the page is ready for the next."""
    try:
        at.write(type_in, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return _page(at, form, refusal)
    chosen = f"&delegation={form.delegation}" if form.delegation.isdigit() else ""
    return at.see(f"paper?done=put{chosen}")


def _page(
    at: AtBoard, typed: PaperForm, refusal: PlenaryError | None = None, *, done: bool = False
) -> HTMLResponse:
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, action=Action.MODERATE_BOARD, by=at.viewer)
        whom = whom_on(db, board)
    return at.page(
        "boards/paper.html",
        refusal,
        board=board,
        whom=whom,
        place=board.place,
        typed=typed,
        client_id=typed.client_id or str(uuid4()),
        done=done,
    )
