"""The conclusions in the other working language, side by side with the original."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person, may
from app.errors import PlenaryError, StaleWrite
from app.events.models import Event
from app.pages import LANGUAGES, Reader
from app.recommendations.document.numbering import mark
from app.recommendations.document.printing import paragraphs
from app.recommendations.forms import PartForm, RevisionForm
from app.recommendations.queries import conclusions_document
from app.recommendations.translating import (
    confirm_translation,
    no_language,
    other_languages,
    translate_paragraph,
    translated_paragraph,
    translated_paragraphs,
)
from app.routes.conclusions_pages import conclusions_page, in_language_of
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}/conclusions")


@router.get("/languages/{other}", response_class=HTMLResponse)
def show_side_by_side(
    other: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """Every paragraph beside its translation, with how far that is."""
    lines = translated_paragraphs(db, event, _known(event, other), by=viewer)
    document = conclusions_document(db, event, translate=in_language_of(event), by=viewer)
    numbers = {one.id: mark(one) for part in document.parts for one in paragraphs(part.blocks)}
    return conclusions_page(
        reader,
        event,
        "side_by_side.html",
        other=other,
        lines=lines,
        numbers=numbers,
        may_translate=may(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key),
        done=done,
    )


@router.get("/paragraphs/{paragraph_id:int}/languages/{other}", response_class=HTMLResponse)
def show_translation(
    paragraph_id: int,
    other: str,
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
) -> HTMLResponse:
    """The form of one paragraph's translation."""
    return _page(db, event, reader, viewer, paragraph_id, other)


@router.post("/paragraphs/{paragraph_id:int}/languages/{other}")
def post_translation(
    paragraph_id: int,
    other: str,
    form: Annotated[PartForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Write a draft translation."""
    language = _known(event, other)
    try:
        with database.writing() as db:
            translate_paragraph(db, event, paragraph_id, language, form, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, reader, viewer, paragraph_id, other, form, refusal)
    return _back(event, other, paragraph_id, "saved")


@router.post("/paragraphs/{paragraph_id:int}/languages/{other}/confirmation")
def post_confirmation(
    paragraph_id: int,
    other: str,
    form: Annotated[RevisionForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Stand by a translation."""
    language = _known(event, other)
    try:
        with database.writing() as db:
            confirm_translation(db, event, paragraph_id, language, form.revision, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, reader, viewer, paragraph_id, other, None, refusal)
    return _back(event, other, paragraph_id, "confirmed")


def _known(event: Event, other: str) -> str:
    if other not in other_languages(event, LANGUAGES):
        raise no_language()
    return other


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    paragraph_id: int,
    other: str,
    form: PartForm | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    line = translated_paragraph(db, event, paragraph_id, _known(event, other), by=viewer)
    stale = refusal if isinstance(refusal, StaleWrite) else None
    if form is None or stale:
        words = form.text if form else line.newest.text if line.newest else ""
        # Whoever has seen both texts and saves again means it.
        form = PartForm(text=words, revision=line.revision)
    return conclusions_page(
        reader,
        event,
        "translation.html",
        other=other,
        line=line,
        form=form,
        stale=stale,
        refusal=refusal,
    )


def _back(event: Event, other: str, paragraph_id: int, done: str) -> RedirectResponse:
    address = f"/events/{event.slug}/conclusions/languages/{other}?done={done}#p-{paragraph_id}"
    return RedirectResponse(address, status_code=303)
