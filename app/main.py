"""Puts the application together: settings, database, broadcaster, routes, headers, failures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app import clock
from app.db import Database
from app.live.broadcaster import Broadcaster
from app.live.listening import Listener, hearing
from app.mail.queueing import TOPIC as MAIL
from app.mail.reminding import remind
from app.mail.sending import Sender
from app.pages import LANGUAGES, translations
from app.privacy.retention import Retention
from app.routes import ROUTERS, failures, log_masking
from app.routes.admission import Door
from app.routes.counting import Counted, Counts
from app.routes.headers import HouseHeaders
from app.routes.live_texts import RenderedFeeds
from app.routes.mail_pages import sayers
from app.routes.patience import Patience
from app.routes.postbox import Postbox
from app.routes.ready import Moments, Ready
from app.routes.sizes import LimitedBodies
from app.settings import Settings
from app.tables import METADATA

assert METADATA.tables, "the first query needs every table to be known"


def create_app(settings: Settings) -> FastAPI:
    """The application over an already migrated database."""
    database = Database(settings.resolved_database_url)
    broadcaster = Broadcaster(RenderedFeeds(database), now=clock.now)
    moments = Moments(database)
    postbox, door = Postbox(database), Door(database, moments)
    clock.start_at(settings.starts_at)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        for language in LANGUAGES:
            translations(language)
        await broadcaster.start()
        sender = Sender(database, settings, remind=lambda: _remind(database, settings))
        hear = _heard_by(hearing(broadcaster), sender)
        database.on_commit = hear
        listener = Listener(database.url, hear, reconnected=broadcaster.look)
        if not database.is_sqlite:
            listener.start()
        sender.start()
        retention = Retention(database, settings.data)
        retention.start()
        moments.open()
        try:
            yield
        finally:
            moments.close()
            door.close()
            postbox.close()
            listener.stop()
            await broadcaster.shutdown()
            retention.stop()
            sender.stop()
            database.dispose()

    app = FastAPI(
        title="Plenary",
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        # Not include_router(), which analyses the parameters of each route again, at the first
        # request of each application; it would add nothing, no router has dependencies.
        routes=[route for router in ROUTERS for route in router.routes],
    )
    app.state.database = database
    app.state.settings = settings
    app.state.broadcaster = broadcaster
    app.state.counts = Counts()
    app.state.moments = moments
    app.state.postbox = postbox
    app.state.door = door
    app.state.patience = Patience()
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(LimitedBodies)
    app.add_middleware(HouseHeaders)
    app.add_middleware(Ready, moments=moments)
    app.add_middleware(Counted, counts=app.state.counts)
    failures.install(app)
    log_masking.install()
    return app


def _remind(database: Database, settings: Settings) -> None:
    """Queue the reminders that are due, in all languages that there are."""
    remind(database, sayers(), base_url=settings.base_url, domain=settings.calendar_domain)


def _heard_by(boards: Callable[[str, int], None], sender: Sender) -> Callable[[str, int], None]:
    """Who hears of a commit: the sender of new mails, the boards' rooms of all else."""

    def hear(topic: str, number: int) -> None:
        if topic == MAIL:
            sender.wake()
        else:
            boards(topic, number)

    return hear
