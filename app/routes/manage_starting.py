"""The organiser's desk for a new event: started from this one, from a sample, or from nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse

from app.agenda.starting import samples_shipped, start_event
from app.agenda.starting_forms import StartForm
from app.delegations.links import link_address
from app.delegations.rights import Action, require
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/new-event")


@router.get("", response_class=HTMLResponse)
def show_new_event(event: EventDep, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """What it is made like, what it is called, when it begins."""
    require(viewer, Action.MANAGE_EVENT, event_id=event.key)
    return _page(reader, event, StartForm(title=event.title, zone=event.zone))


@router.post("", response_class=HTMLResponse)
def post_new_event(
    form: Annotated[StartForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
) -> HTMLResponse:
    """Start it, and show its organiser's link, once: it is nowhere stored."""
    try:
        with database.writing() as db:
            started = start_event(db, event, form, by=viewer)
    except (BadInput, Refused) as refusal:
        return _page(reader, event, form, refusal)
    return event_page(
        reader,
        event,
        "manage/new_event_link.html",
        here="manage/agenda",
        headers={"Cache-Control": "no-store"},
        made=started.event,
        address=link_address(settings.base_url, started.token),
        path=link_address("", started.token),
    )


def _page(
    reader: Reader, event: Event, form: StartForm, refusal: PlenaryError | None = None
) -> HTMLResponse:
    return event_page(
        reader,
        event,
        "manage/new_event.html",
        here="manage/agenda",
        status=refusal.status if refusal else 200,
        form=form,
        samples=samples_shipped(),
        problem=sentence(reader, refusal) if refusal else None,
        # What is refused is the address: there is an event already.
        problem_at=getattr(refusal, "field", None) or ("slug" if refusal else None),
    )
