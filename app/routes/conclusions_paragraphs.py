"""Writing the paragraphs of the conclusions: a page for each, for what is typed to survive."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import PlenaryError, StaleWrite
from app.events.models import Event
from app.pages import Reader
from app.recommendations.editing import (
    add_paragraph,
    delete_paragraph,
    write_paragraph,
)
from app.recommendations.forms import MoveForm, ParagraphForm
from app.recommendations.models import ParagraphKind
from app.recommendations.moving import move_paragraph
from app.recommendations.queries import desk
from app.routes.conclusions_pages import conclusions_page, in_language_of, refused, to_desk
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}/conclusions/paragraphs")


@router.get("/new", response_class=HTMLResponse)
def show_new_paragraph(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, kind: str = "", under: str = ""
) -> HTMLResponse:
    """The form of a new paragraph in the rapporteur's own words."""
    known = kind in set(ParagraphKind)
    form = ParagraphForm(kind=kind if known else ParagraphKind.OPERATIVE.value, parent_id=under)
    return _page(db, event, reader, viewer, None, form)


@router.post("")
def post_paragraph(
    form: Annotated[ParagraphForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Add a paragraph."""
    try:
        with database.writing() as db:
            paragraph_id = add_paragraph(db, event, form, by=viewer).key
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, reader, viewer, None, form, refusal)
    return to_desk(event, "added", paragraph_id)


@router.get("/{paragraph_id:int}/text", response_class=HTMLResponse)
def show_text(
    paragraph_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form of one paragraph's text."""
    return _page(db, event, reader, viewer, paragraph_id, None)


@router.post("/{paragraph_id:int}/text")
def post_text(
    paragraph_id: int,
    form: Annotated[ParagraphForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Save a text, unless somebody saved one meanwhile."""
    try:
        with database.writing() as db:
            write_paragraph(db, event, paragraph_id, form, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, reader, viewer, paragraph_id, form, refusal)
    return to_desk(event, "saved", paragraph_id)


@router.post("/{paragraph_id:int}/position")
def post_position(
    paragraph_id: int,
    form: Annotated[MoveForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Let a paragraph change places with the one printed before or after it."""
    try:
        with database.writing() as db:
            move_paragraph(db, event, paragraph_id, form, by=viewer)
    except PlenaryError as refusal:
        return refused(database, event, reader, viewer, refusal)
    return to_desk(event, "moved", paragraph_id)


@router.post("/{paragraph_id:int}/deletion")
def post_deletion(
    paragraph_id: int, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Strike a paragraph; its record stays."""
    try:
        with database.writing() as db:
            delete_paragraph(db, event, paragraph_id, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, reader, viewer, paragraph_id, None, refusal)
    return to_desk(event, "deleted", paragraph_id)


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    paragraph_id: int | None,
    form: ParagraphForm | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    require(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
    found = desk(db, event, translate=in_language_of(event), by=viewer)
    line = found.paragraph(paragraph_id) if paragraph_id else None
    stale = refusal if isinstance(refusal, StaleWrite) else None
    if form is None and line is not None:
        form = ParagraphForm(
            text=line.text,
            addressee=line.addressee,
            responsible=line.responsible,
            time=line.time,
            revision=line.row.revision,
        )
    elif form is not None and stale:
        # Whoever has seen both texts and saves again means it.
        form = form.model_copy(update={"revision": stale.revision})
    return conclusions_page(
        reader,
        event,
        "text.html",
        line=line,
        number=found.numbers.get(f"p-{paragraph_id}", ""),
        form=form,
        stale=stale,
        kinds=[kind.value for kind in ParagraphKind],
        parents=[
            (one.row.key, found.numbers[f"p-{one.row.key}"], one.text)
            for one in found.records.paragraphs
            if one.row.parent_id is None and f"p-{one.row.key}" in found.numbers
        ],
        refusal=refusal,
    )
