"""The text for the whole room: one paragraph with its brackets, live by socket, stream or poll."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.websockets import WebSocket

from app.db import Database
from app.delegations.sign_in import person_by_cookie
from app.errors import NotFound, PlenaryError
from app.events.queries import event_by_slug
from app.live.audiences import Audience
from app.live.broadcaster import Broadcaster
from app.live.endpoint import serve_socket
from app.live.streaming import EventStream, Listening, polled
from app.recommendations.agreement_forms import ShownForm
from app.recommendations.projecting import projected, show_paragraph
from app.routes.admission import Admission, language_of
from app.routes.at_conclusions import AtConclusionsDep
from app.routes.deps import COOKIE, BroadcasterDep
from app.routes.feeds import LONGEST_STREAM, LONGEST_WAIT, After
from app.routes.headers import is_same_origin
from app.routes.sockets import close_code

router = APIRouter(prefix="/events/{slug}/conclusions")


@router.get("/projector", response_class=HTMLResponse)
def show_projector(at: AtConclusionsDep) -> HTMLResponse:
    """The paragraph before the room, or how far the whole text is."""
    with at.database.reading() as db:
        found = projected(db, at.event, translate=at.translate, by=at.viewer)
    return at.page("projector.html", projected=found)


@router.post("/projector")
def choose_paragraph(form: Annotated[ShownForm, Form()], at: AtConclusionsDep) -> RedirectResponse:
    """Bring a paragraph before the room; without one, take it away."""
    at.write(show_paragraph, form.check(), by=at.viewer)
    return at.see("answers", "shown", form.check())


@router.websocket("/live")
async def follow_text(websocket: WebSocket) -> None:
    """Frames of the conclusions for the projector."""
    if not is_same_origin(websocket.headers):
        # Before accepting: a page from elsewhere learns nothing, not even a close code.
        await websocket.close()
        return
    broadcaster: Broadcaster = websocket.app.state.broadcaster
    try:
        admitted = await asyncio.to_thread(_let_in, websocket)
    except PlenaryError as refusal:
        # Refusing the handshake would look like a dead network, and screens would try for ever.
        await websocket.accept()
        await websocket.close(close_code(refusal))
        return
    await serve_socket(
        websocket,
        broadcaster,
        admitted.board_id,
        Audience.PROJECTOR,
        language_of(websocket),
        admitted.person_key,
        still_allowed=partial(_still_in, websocket, admitted),
    )


@router.get("/feed", include_in_schema=False)
async def stream_text(
    request: Request,
    broadcaster: BroadcasterDep,
    after: After = -1,
    seconds: Annotated[float, Query(ge=0, le=LONGEST_STREAM)] = LONGEST_STREAM,
) -> Response:
    """The same where sockets are blocked."""
    return EventStream(broadcaster, await _listening(request, after), seconds=seconds)


@router.get("/frames", include_in_schema=False)
async def poll_text(
    request: Request,
    broadcaster: BroadcasterDep,
    after: After = -1,
    wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT)] = LONGEST_WAIT,
) -> Response:
    """The same, asked for again and again."""
    content = await polled(broadcaster, await _listening(request, after), wait=wait)
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


async def _listening(request: Request, after: int) -> Listening:
    admitted = await asyncio.to_thread(_let_in, request)
    return Listening(
        admitted.board_id,
        Audience.PROJECTOR,
        language_of(request),
        admitted.person_key,
        after,
        partial(_still_in, request, admitted),
    )


async def _still_in(connection: HTTPConnection, admitted: Admission) -> bool:
    try:
        return await asyncio.to_thread(_let_in, connection) == admitted
    except PlenaryError:
        return False


def _let_in(connection: HTTPConnection) -> Admission:
    database: Database = connection.app.state.database
    with database.reading() as db:
        viewer = person_by_cookie(db, connection.cookies.get(COOKIE))
        event = event_by_slug(db, connection.path_params["slug"])
        found = projected(db, event, by=viewer)
    if found is None:
        raise NotFound("There are no conclusions yet. Write or merge a paragraph first.")
    assert viewer is not None
    return Admission(-found.conclusions_id, str(viewer.participant_id))
