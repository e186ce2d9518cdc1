"""What routes ask for: the database, who is looking, and in which language.

A page reads through `ReadDb`. A change opens `with database.writing() as db:` in the route itself:
the commit is behind it before anything is answered or rendered, and the single writer's turn on
SQLite is taken and given back in one thread. (A `yield` dependency would take it in one worker
thread and need another to give it back; forty waiting phones would then wait for ever.) What waits
for nothing is `async`: a worker thread each would cost more than the rest of a short request.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from app.agenda.unpublished import unpublished_changes
from app.db import Database, Reading
from app.delegations.rights import Person
from app.delegations.sign_in import person_by_cookie
from app.errors import NotFound
from app.events.models import Event
from app.events.queries import event_by_slug
from app.live.broadcaster import Broadcaster
from app.pages import Reader, preferred_language
from app.settings import Settings

COOKIE = "plenary_sign_in"
_LARGEST_ID = 2**31 - 1


def database_of(connection: HTTPConnection) -> Database:
    """The database behind this application."""
    database: Database = connection.app.state.database
    return database


def viewer_of(connection: HTTPConnection) -> Person | None:
    """Who is signed in; reads the database."""
    cookie = connection.cookies.get(COOKIE)
    if not cookie:
        return None
    with database_of(connection).reading() as db:
        return person_by_cookie(db, cookie)


def event_of(connection: HTTPConnection, slug: str) -> Event:
    """The event of the address, or NotFound; reads the database."""
    # PostgreSQL's integers end here and SQLite's a little later: asking for more is an error there.
    numbers = (str(part) for name, part in connection.path_params.items() if name != "slug")
    if any(part.isdecimal() and int(part[:20]) > _LARGEST_ID for part in numbers):
        raise NotFound("There is no page at this address. Start from the list of events.")
    with database_of(connection).reading() as db:
        return event_by_slug(db, slug)


def reader_for(connection: HTTPConnection, viewer: Person | None) -> Reader:
    """Language and viewer of the page that answers this request."""

    def unpublished(slug: str) -> int:
        with database_of(connection).reading() as db:
            return len(unpublished_changes(db, event_by_slug(db, slug), by=viewer))

    return Reader(
        language=preferred_language(
            connection.cookies.get("plenary_language"), connection.headers.get("accept-language")
        ),
        viewer=viewer,
        unpublished=unpublished,
    )


# What these ask of each other they call: FastAPI reads each dependency of a dependency anew for
# every route of the house, which was a third of the start.
async def _database(connection: HTTPConnection) -> Database:
    return database_of(connection)


async def _settings(connection: HTTPConnection) -> Settings:
    settings: Settings = connection.app.state.settings
    return settings


async def _broadcaster(connection: HTTPConnection) -> Broadcaster:
    broadcaster: Broadcaster = connection.app.state.broadcaster
    return broadcaster


def _read_db(connection: HTTPConnection) -> Iterator[Reading]:
    with database_of(connection).reading() as db:
        yield db


async def _reader(
    connection: HTTPConnection, viewer: Annotated[Person | None, Depends(viewer_of)]
) -> Reader:
    return reader_for(connection, viewer)


DatabaseDep = Annotated[Database, Depends(_database)]
SettingsDep = Annotated[Settings, Depends(_settings)]
BroadcasterDep = Annotated[Broadcaster, Depends(_broadcaster)]
ReadDb = Annotated[Reading, Depends(_read_db, scope="function")]
# Who is signed in, or None; rights are checked further down, where the data is.
Viewer = Annotated[Person | None, Depends(viewer_of)]
# The event of `/events/{slug}/…`, or 404.
EventDep = Annotated[Event, Depends(event_of)]
# Language and viewer of the page to be rendered.
ReaderDep = Annotated[Reader, Depends(_reader)]
