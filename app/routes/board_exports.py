"""A board as a file, for the podium."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.pages import translations
from app.routes.deps import EventDep, ReadDb, ReaderDep, Viewer
from app.sessions.exporting import export_boards

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.get("/board.{format_}")
def download_board(
    key: str, format_: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> Response:
    """The board as xlsx, md, pdf or json, in the reader's language."""
    content, media_type, name = export_boards(
        db,
        event,
        format_,
        key=key,
        language=reader.language,
        translate=translations(reader.language).gettext,
        by=viewer,
    )
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-cache, private",
        },
    )
