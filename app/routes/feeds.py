"""The feed of a board without sockets: Server-Sent Events, and behind them polling.

Refusals are ordinary answers (401, 403, 404); who is sent away while listening is told the close
code that a socket would have had.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.live.audiences import Audience
from app.live.streaming import EventStream, Listening, polled
from app.routes.admission import Door, knock_of, language_of
from app.routes.deps import BroadcasterDep

router = APIRouter(prefix="/events/{slug}/sessions/{key}", include_in_schema=False)

LONGEST_STREAM = 600.0  # seconds after which a stream is opened anew, and rights are looked at
LONGEST_WAIT = 25.0  # seconds: proxies give up on silent requests after thirty or sixty
_MOST = 2**53

After = Annotated[int, Query(ge=-1, lt=_MOST)]


@router.get("/feed")
async def stream_board(
    slug: str,
    key: str,
    request: Request,
    broadcaster: BroadcasterDep,
    audience: Audience = Audience.DELEGATE,
    after: After = -1,
    seconds: Annotated[float, Query(ge=0, le=LONGEST_STREAM)] = LONGEST_STREAM,
) -> Response:
    """Frames after `Last-Event-ID`, else after `after`, as they come."""
    # A browser opens a lost stream at the same address: what stands there is out of date by then.
    last = request.headers.get("last-event-id", "")
    if last.isascii() and last.isdecimal() and int(last[:20]) < _MOST:
        after = int(last)
    listening = await _listening(request, slug, key, audience, after)
    return EventStream(broadcaster, listening, seconds=seconds)


@router.get("/frames")
async def poll_board(
    slug: str,
    key: str,
    request: Request,
    broadcaster: BroadcasterDep,
    audience: Audience = Audience.DELEGATE,
    after: After = -1,
    wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT)] = LONGEST_WAIT,
) -> Response:
    """Frames after `after`, or none when there is nothing new for `wait` seconds."""
    listening = await _listening(request, slug, key, audience, after)
    content = await polled(broadcaster, listening, wait=wait)
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


async def _listening(
    request: Request, slug: str, key: str, audience: Audience, after: int
) -> Listening:
    door: Door = request.app.state.door
    entered = await door.let_in(knock_of(request, slug, key, audience))
    return Listening(
        entered.board_id,
        audience,
        language_of(request),
        entered.person_key,
        after,
        entered.still_allowed,
    )
