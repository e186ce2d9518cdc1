"""The organiser's desk for a new event: started from this one, from a sample, or from nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse

from app.agenda.starting import samples_shipped, start_event
from app.agenda.starting_forms import StartForm
from app.db import Reading
from app.delegations.links import link_address
from app.delegations.rights import Action, require
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, sentence
from app.recommendations.following_up.bringing import bring_in, bring_open_points
from app.recommendations.following_up.queries import load_points
from app.routes.conclusions_pages import in_language_of
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/new-event")


class NewEventForm(StartForm):
    """A new event, and how the open points of this one are brought there, if at all."""

    bring: str = ""


@router.get("", response_class=HTMLResponse)
def show_new_event(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """What it is made like, what it is called, when it begins."""
    require(viewer, Action.MANAGE_EVENT, event_id=event.key)
    return _page(db, reader, event, NewEventForm(title=event.title, zone=event.zone))


@router.post("", response_class=HTMLResponse)
def post_new_event(
    form: Annotated[NewEventForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
) -> HTMLResponse:
    """Start it, and show its organiser's link, once: it is nowhere stored."""
    try:
        with database.writing() as db:
            bring = bring_in(form.bring)
            started = start_event(db, event, form, by=viewer)
            if bring:
                bring_open_points(
                    db, event, started.event, bring,
                    starts=form.checked().starts, translate=in_language_of(event), by=viewer,
                )  # fmt: skip
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _page(reading, reader, event, form, refusal)
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
    db: Reading,
    reader: Reader,
    event: Event,
    form: NewEventForm,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    return event_page(
        reader,
        event,
        "manage/new_event.html",
        here="manage/agenda",
        status=refusal.status if refusal else 200,
        form=form,
        samples=samples_shipped(),
        open_points=sum(point.is_open for point in load_points(db, event)),
        problem=sentence(reader, refusal) if refusal else None,
        # What is refused is the address: there is an event already.
        problem_at=getattr(refusal, "field", None) or ("slug" if refusal else None),
    )
