"""What goes out about participants, for the organisers: the list as a file, and pictures."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from app.delegations.exporting import export_people
from app.delegations.participation import pictures_of
from app.delegations.queries import delegations_with_members, participants
from app.delegations.rights import Action, require
from app.pages import translations
from app.privacy.inspecting import note_inspection
from app.privacy.models import Inspected
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.people_pages import people_page

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


@router.get("/participation", response_class=HTMLResponse)
def show_participation(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """Participation in pictures: by State, kind of delegation, sector, gender if it is asked."""
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    pictures = pictures_of(
        delegations_with_members(db, event, language=reader.language, by=viewer),
        [one for one in participants(db, event, by=viewer) if not one.delegation_id],
        asks_gender=event.asks_gender,
    )
    return people_page(reader, event, "participation.html", pictures=pictures)
