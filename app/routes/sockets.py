"""The feed of a board: Origin and rights are checked here, then the live core takes over."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.websockets import WebSocket

from app.errors import NotFound, PlenaryError, SignInNeeded
from app.live import codes
from app.live.audiences import Audience
from app.live.broadcaster import Broadcaster
from app.live.endpoint import serve_socket
from app.routes.admission import Door, knock_of, language_of
from app.routes.headers import is_same_origin

router = APIRouter()


@router.websocket("/events/{slug}/sessions/{key}/live")
async def follow_board(
    websocket: WebSocket, slug: str, key: str, audience: str = Audience.DELEGATE.value
) -> None:
    """Frames of one board for one audience (`?audience=delegate|moderator|projector`)."""
    if not is_same_origin(websocket.headers) or audience not in set(Audience):
        # Before accepting: a page from elsewhere learns nothing, not even a close code.
        await websocket.close()
        return
    broadcaster: Broadcaster = websocket.app.state.broadcaster
    door: Door = websocket.app.state.door
    wanted = Audience(audience)
    try:
        entered = await door.let_in(knock_of(websocket, slug, key, wanted))
    except PlenaryError as refusal:
        # Refusing the handshake would look like a dead network, and phones would try for ever.
        await websocket.accept()
        await websocket.close(close_code(refusal))
        return
    await serve_socket(
        websocket,
        broadcaster,
        entered.board_id,
        wanted,
        language_of(websocket),
        entered.person_key,
        entered.still_allowed,
    )


def close_code(refusal: PlenaryError) -> int:
    """Why a feed is not opened, as a socket says it."""
    if isinstance(refusal, SignInNeeded):
        return codes.SIGN_IN
    return codes.BOARD_CLOSED if isinstance(refusal, NotFound) else codes.NOT_A_MEMBER
