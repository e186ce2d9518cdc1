"""The list of events, and the page of all components."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from app.agenda.overview import events_at_a_glance
from app.delegations.rights import Action, Person, may
from app.pages import page
from app.routes.deps import ReadDb, ReaderDep

router = APIRouter(include_in_schema=False)


@router.get("/", response_class=HTMLResponse)
def list_events(db: ReadDb, reader: ReaderDep) -> HTMLResponse:
    """All events of this installation."""
    viewer = reader.viewer if isinstance(reader.viewer, Person) else None
    organises = viewer and may(viewer, Action.MANAGE_EVENT, event_id=viewer.event_id)
    return page(
        reader,
        "events/list.html",
        listed=events_at_a_glance(db),
        organises=viewer.event_slug if viewer and organises else None,
    )


@router.get("/components", response_class=HTMLResponse)
def show_components(reader: ReaderDep) -> HTMLResponse:
    """What pages are made of, in every state; for those who build them."""
    return page(reader, "components_page.html")
