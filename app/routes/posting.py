"""Posting to a board from a phone. The one route in the house that a whole room uses at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.db import Reading
from app.errors import BadInput, PlenaryError, Refused
from app.live.audiences import Audience
from app.routes.at_board import at_board
from app.routes.board_answers import alert, wants_json, wants_partial
from app.routes.boards import board_page
from app.routes.deps import COOKIE, database_of, reader_for, viewer_of
from app.routes.live_source import new_input, own_inputs
from app.routes.postbox import Letter, Postbox
from app.routes.speakers import TicketDep
from app.sessions.forms import InputForm
from app.sessions.models import Input, InputState
from app.sessions.posting import Posted
from app.sessions.queries import new_inputs, own_unseen

router = APIRouter(prefix="/events/{slug}")


@router.post("/sessions/{key}/inputs", status_code=201)
async def post_to_board(
    slug: str,
    key: str,
    form: Annotated[InputForm, Form()],
    request: Request,
    ticket: TicketDep = "",
) -> Response:
    """Store an input: 201, or 200 when it was there already; 303 for a plain form."""
    postbox: Postbox = request.app.state.postbox
    try:
        posted = await postbox.ask(Letter(slug, key, request.cookies.get(COOKIE), form))
    except (BadInput, Refused) as refusal:
        if wants_json(request):
            raise
        return await run_in_threadpool(_refused, request, slug, key, form, refusal, ticket)
    if wants_json(request):
        return JSONResponse(
            {
                "client_id": posted.input.client_id,
                "id": posted.input.id,
                "seq": posted.seq,
                "state": posted.input.state.value,
            },
            status_code=201 if posted.new else 200,
        )
    return await run_in_threadpool(_accepted, request, slug, key, posted)


def _accepted(request: Request, slug: str, key: str, posted: Posted) -> Response:
    if not wants_partial(request):
        return at_board(request, slug, key).see(f"board#input-{posted.input.client_id}")
    database = database_of(request)
    with database.reading() as db:
        content = _partials(db, request, posted.input)
    return HTMLResponse(content, status_code=201 if posted.new else 200)


def _partials(db: Reading, request: Request, posted: Input) -> str:
    """What brings an input to the phone that posted it."""
    board_id = posted.board_id
    new = new_inputs(db, board_id, [posted.key])[posted.key]
    if posted.state is InputState.WAITING:
        viewer = viewer_of(request)
        yours = own_unseen(db, board_id, by=viewer)
        return own_inputs(reader_for(request, None), board_id, yours or [new.input])
    return new_input(reader_for(request, None), new, Audience.DELEGATE, mine=True)


def _refused(
    request: Request, slug: str, key: str, form: InputForm, refusal: PlenaryError, ticket: str
) -> Response:
    if wants_partial(request):
        return alert(reader_for(request, None), refusal)
    return board_page(at_board(request, slug, key), form, refusal, ticket=ticket)
