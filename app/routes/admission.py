"""Who is let in to a board's frames, by socket, by stream and by poll alike."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from app.db import Database
from app.delegations.rights import Action
from app.delegations.sign_in import person_by_cookie
from app.events.queries import event_by_slug
from app.live.audiences import Audience
from app.pages import preferred_language
from app.routes.deps import COOKIE
from app.sessions.queries import board_at

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


def let_in(connection: HTTPConnection, slug: str, key: str, audience: Audience) -> Admission:
    """Check the right to be sent an audience's frames; in a short handle of its own.

    SignInNeeded, Forbidden, or NotFound for a board that is not open.
    """
    database: Database = connection.app.state.database
    with database.reading() as db:
        viewer = person_by_cookie(db, connection.cookies.get(COOKIE))
        event = event_by_slug(db, slug)
        board_id = board_at(db, event, key, action=AUDIENCE_ACTIONS[audience], by=viewer)
    assert viewer is not None
    return Admission(board_id, str(viewer.participant_id))


def language_of(connection: HTTPConnection) -> str:
    """The language in which frames are rendered for this reader."""
    return preferred_language(
        connection.cookies.get("plenary_language"), connection.headers.get("accept-language")
    )
