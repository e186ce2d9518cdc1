"""The podium's side of the join code: the code shown, who waits, one tap to let them in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.joining import end_code, let_in, open_code, refuse
from app.delegations.joining_forms import JoinForm
from app.delegations.joining_queries import open_door, waiting_at
from app.delegations.rights import Action, Person, may, require
from app.errors import BadInput, PlenaryError
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page
from app.routes.participant_access import qr_code
from app.settings import Settings

router = APIRouter(prefix="/events/{slug}/joining")


@router.get("", response_class=HTMLResponse)
def show_joining(
    event: EventDep, db: ReadDb, reader: ReaderDep, settings: SettingsDep, viewer: Viewer
) -> HTMLResponse:
    """Who waits, and the code by which they came."""
    return _desk(db, event, reader, settings, viewer)


@router.get("/projector", response_class=HTMLResponse)
def show_projector(
    event: EventDep, db: ReadDb, reader: ReaderDep, settings: SettingsDep, viewer: Viewer
) -> HTMLResponse:
    """The code for the room, to be read from the last row or scanned."""
    door = open_door(db, event, by=viewer)
    address = _address(settings, door.code) if door else ""
    return event_page(
        reader,
        event,
        "joining/projector.html",
        here="joining",
        door=door,
        address=address,
        site=_site(settings),
        picture=qr_code(address) if door else None,
    )


@router.post("/code", response_class=RedirectResponse)
def post_code(
    form: Annotated[JoinForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    settings: SettingsDep,
    viewer: Viewer,
) -> Response:
    """Open a code; an earlier one ends."""
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    try:
        with database.writing() as db:
            open_code(db, event.key, form, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _desk(reading, event, reader, settings, viewer, form=form, refusal=refusal)
    return _back(event)


@router.post("/code/end", response_class=RedirectResponse)
def post_end(event: EventDep, database: DatabaseDep, viewer: Viewer) -> RedirectResponse:
    """End the code."""
    with database.writing() as db:
        end_code(db, event.key, by=viewer)
    return _back(event)


@router.post("/requests/{request_id:int}/admission", response_class=RedirectResponse)
def post_admission(
    request_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Let somebody in."""
    with database.writing() as db:
        let_in(db, event.key, request_id, by=viewer)
    return _back(event)


@router.post("/requests/{request_id:int}/refusal", response_class=RedirectResponse)
def post_refusal(
    request_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Refuse somebody."""
    with database.writing() as db:
        refuse(db, event.key, request_id, by=viewer)
    return _back(event)


def _desk(
    db: Reading,
    event: Event,
    reader: Reader,
    settings: Settings,
    viewer: Person | None,
    *,
    form: JoinForm | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    door = open_door(db, event, by=viewer)
    field = getattr(refusal, "field", None)
    said = sentence(reader, refusal) if refusal else None
    return event_page(
        reader,
        event,
        "joining/desk.html",
        here="joining",
        status=refusal.status if refusal else 200,
        door=door,
        waiting=waiting_at(db, event, by=viewer),
        manages=may(viewer, Action.MANAGE_PEOPLE, event_id=event.key),
        address=_address(settings, door.code) if door else "",
        typed=form or JoinForm(),
        problems=[(field, said)] if said else [],
        wrong={field: said} if field else {},
    )


def _address(settings: Settings, code: str) -> str:
    return f"{settings.base_url.rstrip('/')}/join/{code}"


def _site(settings: Settings) -> str:
    """Where the code is typed, as one would say it."""
    return f"{settings.base_url.rstrip('/').removeprefix('https://')}/join"


def _back(event: Event) -> RedirectResponse:
    return RedirectResponse(f"/events/{event.slug}/joining", status_code=303)
