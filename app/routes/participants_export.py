"""The list of participants as a file, for the organisers."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.delegations.exporting import export_people
from app.pages import translations
from app.privacy.inspecting import note_inspection
from app.privacy.models import Inspected
from app.routes.deps import DatabaseDep, EventDep, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}/manage")


@router.get("/participants.{format_}")
def download_people(
    format_: str, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Everybody as csv, xlsx or pdf, in the reader's language."""
    with database.reading() as db:
        content, media_type, name = export_people(
            db,
            event,
            format_,
            language=reader.language,
            translate=translations(reader.language).gettext,
            by=viewer,
        )
    note_inspection(database, event.key, Inspected.EXPORT, by=viewer)
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
