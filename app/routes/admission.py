"""Who is let in to a board's frames, by socket, by stream and by poll alike.

A room that comes back knocks a thousand times in a second: those who knock together are looked up
together, in one short handle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import HTTPConnection

from app.db import Database, Reading
from app.delegations.rights import Action, Person
from app.delegations.sign_in import people_by_cookies
from app.errors import NotFound, PlenaryError
from app.events.queries import event_by_slug
from app.live.audiences import Audience
from app.pages import preferred_language
from app.routes.deps import COOKIE
from app.routes.gathering import Gathered
from app.routes.ready import Moments
from app.sessions.queries import BoardAddress, board_address

# What somebody must be allowed to, to be sent what an audience is sent.
AUDIENCE_ACTIONS = {
    Audience.DELEGATE: Action.READ_BOARD,
    Audience.MODERATOR: Action.MODERATE_BOARD,
    Audience.PROJECTOR: Action.SHOW_PROJECTOR,
}


@dataclass(frozen=True)
class Knock:
    """Somebody who wants the frames of the board at event session `key` of event `slug`."""

    slug: str
    key: str
    audience: Audience
    cookie: str | None


@dataclass(frozen=True)
class Admission:
    """To which board somebody was let in."""

    board_id: int
    person_key: str


@dataclass(frozen=True)
class _Opened:
    """An admission, and the word of the moment before it was looked up (None: nobody can say)."""

    admission: Admission
    word: object | None


class Door(Gathered[Knock, _Opened]):
    """The door to the frames of all boards in one process."""

    def __init__(self, database: Database, moments: Moments) -> None:
        super().__init__(partial(_open, database, moments), "plenary-door")
        self._moments = moments

    async def let_in(self, knock: Knock) -> Entered:
        """Check the right to be sent an audience's frames.

        SignInNeeded, Forbidden, or NotFound for a board that is not open.
        """
        return Entered(self, knock, await self.ask(knock), self._moments)


@dataclass(frozen=True)
class Entered:
    """Somebody who was let in, and whether they still would be."""

    _door: Door
    _knock: Knock
    _opened: _Opened
    _moments: Moments

    @property
    def board_id(self) -> int:
        """The board to whose frames they were let in."""
        return self._opened.admission.board_id

    @property
    def person_key(self) -> str:
        """Who they are, as the broadcaster knows people."""
        return self._opened.admission.person_key

    async def still_allowed(self) -> bool:
        """Whether they would be let in to the same now."""
        # Nothing was committed since: then nothing was taken back, and a thousand phones that come
        # back at once are each looked up once.
        if await self._moments.now() == self._opened.word is not None:
            return True
        try:
            return (await self._door.ask(self._knock)).admission == self._opened.admission
        except PlenaryError:
            return False


def knock_of(connection: HTTPConnection, slug: str, key: str, audience: Audience) -> Knock:
    """What a request knocks for."""
    return Knock(slug, key, audience, connection.cookies.get(COOKIE))


def language_of(connection: HTTPConnection) -> str:
    """The language in which frames are rendered for this reader."""
    return preferred_language(
        connection.cookies.get("plenary_language"), connection.headers.get("accept-language")
    )


def _open(
    database: Database, moments: Moments, knocks: Sequence[Knock]
) -> Sequence[_Opened | Exception]:
    word = moments.said()
    with database.reading() as db:
        people = people_by_cookies(db, {one.cookie for one in knocks if one.cookie})
        places = {one: _address(db, *one) for one in {(one.slug, one.key) for one in knocks}}
    return [
        _admitted(places[one.slug, one.key], one, people.get(one.cookie or ""), word)
        for one in knocks
    ]


def _address(db: Reading, slug: str, key: str) -> BoardAddress | NotFound:
    try:
        return board_address(db, event_by_slug(db, slug), key)
    except NotFound as nowhere:
        return nowhere


def _admitted(
    place: BoardAddress | NotFound, knock: Knock, viewer: Person | None, word: object | None
) -> _Opened | Exception:
    if isinstance(place, NotFound):
        return place
    try:
        board_id = place.opened_to(viewer, AUDIENCE_ACTIONS[knock.audience])
    except PlenaryError as refusal:
        return refusal
    assert viewer is not None
    return _Opened(Admission(board_id, str(viewer.participant_id)), word)
