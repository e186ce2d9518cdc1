"""The feed of a board: Origin and rights are checked here, then the live core takes over."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.websockets import WebSocket

from app.db import Database
from app.delegations.rights import Action
from app.delegations.sign_in import person_by_cookie
from app.errors import NotFound, PlenaryError, SignInNeeded
from app.events.queries import event_by_slug
from app.live import codes
from app.live.audiences import Audience
from app.live.broadcaster import Broadcaster
from app.live.endpoint import serve_socket
from app.pages import preferred_language
from app.routes.deps import COOKIE
from app.routes.headers import is_same_origin
from app.sessions.queries import board_at

router = APIRouter()

# What somebody must be allowed to, to be sent what an audience is sent.
AUDIENCE_ACTIONS = {
    Audience.DELEGATE: Action.READ_BOARD,
    Audience.MODERATOR: Action.MODERATE_BOARD,
    Audience.PROJECTOR: Action.SHOW_PROJECTOR,
}


@dataclass(frozen=True)
class Admission:
    """To which board somebody was let in."""

    board_id: int
    person_key: str


@router.websocket("/events/{slug}/sessions/{key}/live")
async def follow_board(
    websocket: WebSocket, slug: str, key: str, audience: str = Audience.DELEGATE.value
) -> None:
    """Frames of one board for one audience (`?audience=delegate|moderator|projector`)."""
    if not is_same_origin(websocket.headers) or audience not in set(Audience):
        # Before accepting: a page from elsewhere learns nothing, not even a close code.
        await websocket.close()
        return
    database: Database = websocket.app.state.database
    broadcaster: Broadcaster = websocket.app.state.broadcaster
    cookie = websocket.cookies.get(COOKIE)
    wanted = Audience(audience)

    def let_in() -> Admission | int:
        """Who may listen, or the close code for who may not. A short handle, then none."""
        try:
            with database.reading() as db:
                viewer = person_by_cookie(db, cookie)
                event = event_by_slug(db, slug)
                board_id = board_at(db, event, key, action=AUDIENCE_ACTIONS[wanted], by=viewer)
        except PlenaryError as refusal:
            return _code(refusal)
        assert viewer is not None
        return Admission(board_id, str(viewer.participant_id))

    admitted = await asyncio.to_thread(let_in)
    if isinstance(admitted, int):
        # Refusing the handshake would look like a dead network, and phones would try for ever.
        await websocket.accept()
        await websocket.close(admitted)
        return
    language = preferred_language(
        websocket.cookies.get("plenary_language"), websocket.headers.get("accept-language")
    )
    await serve_socket(
        websocket,
        broadcaster,
        admitted.board_id,
        wanted,
        language,
        admitted.person_key,
        still_allowed=lambda: let_in() == admitted,
    )


def _code(refusal: PlenaryError) -> int:
    if isinstance(refusal, SignInNeeded):
        return codes.SIGN_IN
    return codes.BOARD_CLOSED if isinstance(refusal, NotFound) else codes.NOT_A_MEMBER
