"""The organiser's desk for calendars: joining links, the sender's address, invitations."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.inviting import last_written
from app.agenda.joining import rooms, set_contact, set_joining_links
from app.agenda.personal_forms import ContactForm, JoiningForm
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.events.queries import event_by_slug
from app.mail.calendars import send_calendar_invitations
from app.pages import Reader, sentence
from app.routes.calendars import calendar_facts
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page
from app.routes.mail_pages import sayers

router = APIRouter(prefix="/events/{slug}/manage")


@router.get("/calendars", response_class=HTMLResponse)
def show_calendars(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    done: str = "",
    letters: str = "",
    without: str = "",
) -> HTMLResponse:
    """Joining links, the sender's address, and the invitations written so far."""
    written = (letters, without) if letters.isdigit() and without.isdigit() else None
    return _page(db, event, reader, viewer, done=done, written=written)


@router.post("/joining-links", response_class=RedirectResponse)
def post_joining_links(
    form: Annotated[JoiningForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Set where one joins online, and who sees it."""
    try:
        with database.writing() as db:
            set_joining_links(db, event, form, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, joining=form, refusal=refusal)
    return _back(event, "done=joining")


@router.post("/contact", response_class=RedirectResponse)
def post_contact(
    form: Annotated[ContactForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Set the address from which invitations come."""
    try:
        with database.writing() as db:
            set_contact(db, event, form, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, contact=form.contact, refusal=refusal)
    return _back(event, "done=contact")


@router.post("/invitations", response_class=RedirectResponse)
def post_invitations(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
) -> Response:
    """Queue the invitations that are due."""
    facts = calendar_facts(event, settings)
    try:
        with database.writing() as db:
            letters = send_calendar_invitations(db, event, facts, sayers(), by=viewer)
    except Refused as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, refusal=refusal)
    counts = f"letters={len(letters.due)}&without={letters.without_address}"
    return _back(event, f"{counts}#invitations")


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    *,
    done: str = "",
    written: tuple[str, str] | None = None,
    joining: JoiningForm | None = None,
    contact: str | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    """The page; what was typed and refused stays in its fields."""
    require(viewer, Action.MANAGE_EVENT, event_id=event.key)
    fresh = event_by_slug(db, event.slug)
    of_event = rooms(db, event)
    stored = JoiningForm(
        joining_url=fresh.joining_url,
        joining_for=fresh.joining_for.value,
        room_id=[str(room.key) for room in of_event],
        room_url=[room.joining_url for room in of_event],
    )
    form = joining or stored
    field = getattr(refusal, "field", None)
    said = sentence(reader, refusal) if refusal else None
    return event_page(
        reader,
        fresh,
        "manage/calendars.html",
        here="manage/agenda",
        status=refusal.status if refusal else 200,
        form=form,
        rooms=[(room, _link_of(form, room.key)) for room in of_event],
        contact=fresh.contact if contact is None else contact,
        last_written=last_written(db, event),
        done=done,
        written=written,
        problem=said,
        problem_at=field,
        wrong={field: said} if field else {},
    )


def _link_of(form: JoiningForm, room_id: int) -> str:
    links = dict(zip(form.room_id, form.room_url, strict=False))
    return links.get(str(room_id), "")


def _back(event: Event, query: str) -> RedirectResponse:
    return RedirectResponse(f"/events/{event.slug}/manage/calendars?{query}", status_code=303)
