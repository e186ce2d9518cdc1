"""The feed of a board: Origin and rights are checked here, then the live core takes over."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.websockets import WebSocket

from app.errors import NotFound, PlenaryError, SignInNeeded
from app.live import codes
from app.live.audiences import Audience
from app.live.broadcaster import Broadcaster
from app.live.endpoint import serve_socket
from app.routes.admission import Admission, language_of, let_in
from app.routes.headers import is_same_origin
from app.routes.ready import Moments

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
    wanted = Audience(audience)

    def admission() -> Admission | int:
        """Who may listen, or the close code for who may not."""
        try:
            return let_in(websocket, slug, key, wanted)
        except PlenaryError as refusal:
            return _code(refusal)

    def first() -> tuple[object | None, Admission | int]:
        return moments.said(), admission()

    moments: Moments = websocket.app.state.moments
    word, admitted = await asyncio.to_thread(first)
    if isinstance(admitted, int):
        # Refusing the handshake would look like a dead network, and phones would try for ever.
        await websocket.accept()
        await websocket.close(close_code(refusal))
        return
    await serve_socket(
        websocket,
        broadcaster,
        admitted.board_id,
        wanted,
        language_of(websocket),
        admitted.person_key,
        # Nothing was committed since: then nothing was taken back, and a thousand phones that come
        # back at once are each looked up once.
        still_allowed=lambda: moments.said() == word is not None or admission() == admitted,
    )


def close_code(refusal: PlenaryError) -> int:
    """Why a feed is not opened, as a socket says it."""
    if isinstance(refusal, SignInNeeded):
        return codes.SIGN_IN
    return codes.BOARD_CLOSED if isinstance(refusal, NotFound) else codes.NOT_A_MEMBER
