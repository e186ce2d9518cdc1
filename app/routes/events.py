"""The list of events."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from app.events.queries import all_events
from app.pages import page
from app.routes.deps import ReadDb, ReaderDep

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
def list_events(db: ReadDb, reader: ReaderDep) -> HTMLResponse:
    """All events of this installation."""
    return page(reader, "events/list.html", events=all_events(db))
