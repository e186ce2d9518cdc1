"""The organiser's desk for what the event says about itself. What was typed survives an error."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.describing import describe_event, seen_in
from app.agenda.describing_forms import EventForm
from app.delegations.rights import Action, require
from app.errors import BadInput, PlenaryError, StaleWrite
from app.events.models import Accent, Event, Mode
from app.events.queries import event_by_slug
from app.pages import LANGUAGES, Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/event")


@router.get("", response_class=HTMLResponse)
def show_event(event: EventDep, reader: ReaderDep, viewer: Viewer, done: str = "") -> HTMLResponse:
    """Title, place, how people take part, language and colour."""
    require(viewer, Action.MANAGE_EVENT, event_id=event.key)
    return _page(reader, event, EventForm.of(event, seen_in(event)), done=done == "saved")


@router.post("", response_class=RedirectResponse)
def post_event(
    form: Annotated[EventForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Change it on all pages at once."""
    try:
        with database.writing() as db:
            describe_event(db, event, form, languages=LANGUAGES, by=viewer)
    except StaleWrite as stale:
        with database.reading() as reading:
            newer = event_by_slug(reading, event.slug)
        # Saved once more it counts: the writer has seen what the other one wrote.
        form.seen = seen_in(newer)
        return _page(reader, newer, form, refusal=stale)
    except BadInput as refusal:
        return _page(reader, event, form, refusal=refusal)
    return RedirectResponse(f"/events/{event.slug}/manage/event?done=saved", status_code=303)


def _page(
    reader: Reader,
    event: Event,
    form: EventForm,
    *,
    refusal: PlenaryError | None = None,
    done: bool = False,
) -> HTMLResponse:
    return event_page(
        reader,
        event,
        "manage/event.html",
        here="manage/agenda",
        status=refusal.status if refusal else 200,
        form=form,
        modes=[mode.value for mode in Mode],
        accents=[accent.value for accent in Accent],
        stale=refusal if isinstance(refusal, StaleWrite) else None,
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None) or ("title" if refusal else None),
        done=done,
    )
