"""Two revisions of the conclusions beside each other: on a page, and as a tracked Word file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from app.recommendations.document.numbering import mark, part_mark
from app.recommendations.document.tree import Footnote
from app.recommendations.editions import compared, edition_document, editions
from app.recommendations.exporting import MEDIA_TYPES
from app.routes.conclusions_pages import conclusions_page, in_language_of
from app.routes.deps import EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}/conclusions")


@router.get("/compare", response_class=HTMLResponse)
def show_comparison(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    older: Annotated[str, Query(alias="from")] = "",
    newer: Annotated[str, Query(alias="to")] = "",
) -> HTMLResponse:
    """What changed between two revisions: paragraph by paragraph, word by word."""
    translate = in_language_of(event)
    found = compared(db, event, older=older, newer=newer, translate=translate, by=viewer)
    return conclusions_page(
        reader,
        event,
        "compare.html",
        editions=editions(db, event, by=viewer),
        comparison=found,
        mark=mark,
        part_mark=lambda part: part_mark(part, found.laid.document.labels.annex if found else ""),
        said=lambda piece: f" ({piece.text})" if isinstance(piece, Footnote) else piece,
    )


@router.get("/tracked.docx")
def tracked_copy(
    event: EventDep,
    db: ReadDb,
    viewer: Viewer,
    older: Annotated[str, Query(alias="from")] = "",
    newer: Annotated[str, Query(alias="to")] = "",
) -> Response:
    """The newer of two revisions in Word, with what changed as revisions to accept or reject."""
    translate = in_language_of(event)
    found = compared(db, event, older=older, newer=newer, translate=translate, by=viewer)
    last = found.newer.key if found else "draft"
    document = edition_document(db, event, last, translate=translate, by=viewer)
    # Here, because its library takes long to load and few compare.
    from app.recommendations.document.as_docx import as_docx

    content = as_docx(document, since=found.laid.older if found else None)
    name = f"{event.slug}-conclusions-tracked.docx"
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "no-cache, private",
    }
    return Response(content, media_type=MEDIA_TYPES["docx"], headers=headers)
