"""Who is writing here: asked for by pages with a text to write, and told by those who type."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from app.events.models import Event
from app.pages import Reader
from app.recommendations.presence import (
    write_in_paragraph,
    write_in_recommendation,
    writers_of_paragraph,
    writers_of_recommendation,
)
from app.routes.conclusions_pages import part_of_desk
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}")


@router.get("/recommendations/{recommendation_id}/writers")
def show_recommendation_writers(
    recommendation_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """Which colleagues are writing in this text."""
    names = writers_of_recommendation(db, event, recommendation_id, by=viewer)
    return _part(reader, event, f"recommendations/{recommendation_id}", names)


@router.post("/recommendations/{recommendation_id}/writers")
def post_recommendation_writer(
    recommendation_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> HTMLResponse:
    """Somebody is typing in this text."""
    with database.writing() as db:
        names = write_in_recommendation(db, event, recommendation_id, by=viewer)
    return _part(reader, event, f"recommendations/{recommendation_id}", names)


@router.get("/conclusions/paragraphs/{paragraph_id:int}/writers")
def show_paragraph_writers(
    paragraph_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """Which other rapporteurs are writing in this paragraph."""
    names = writers_of_paragraph(db, event, paragraph_id, by=viewer)
    return _part(reader, event, f"conclusions/paragraphs/{paragraph_id}", names)


@router.post("/conclusions/paragraphs/{paragraph_id:int}/writers")
def post_paragraph_writer(
    paragraph_id: int, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """Somebody is typing in this paragraph."""
    with database.writing() as db:
        names = write_in_paragraph(db, event, paragraph_id, by=viewer)
    return _part(reader, event, f"conclusions/paragraphs/{paragraph_id}", names)


def _part(reader: Reader, event: Event, where: str, names: list[str]) -> HTMLResponse:
    address = f"/events/{event.slug}/{where}/writers"
    return part_of_desk(reader, event, "_writers.html", writers_at=address, names=names)
