"""Parts of the conclusions that come by themselves: wording one, and giving it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Person
from app.errors import PlenaryError, StaleWrite
from app.events.models import Event
from app.pages import Reader
from app.recommendations import wording_parts
from app.recommendations.forms import PartForm, RevisionForm
from app.routes.conclusions_pages import conclusions_page, in_language_of
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}/conclusions/parts")


@router.get("", response_class=HTMLResponse)
def show_parts(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """Which parts the records say, which somebody worded, and what has changed beneath those."""
    lines = wording_parts.parts(db, event, translate=in_language_of(event), by=viewer)
    return conclusions_page(reader, event, "parts.html", lines=lines, done=done)


@router.get("/{part}", response_class=HTMLResponse)
def show_part(
    part: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form of one part."""
    return _page(db, event, reader, viewer, part)


@router.post("/{part}")
def post_part(
    part: str,
    form: Annotated[PartForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Give the part one's own words."""
    translate = in_language_of(event)
    try:
        with database.writing() as db:
            wording_parts.word_part(db, event, part, form, translate=translate, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, reader, viewer, part, form, refusal)
    return _to_parts(event, "worded")


@router.post("/{part}/renewal")
def post_renewal(
    part: str,
    form: Annotated[RevisionForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Take the new records: the part says again what they say."""
    translate = in_language_of(event)
    try:
        with database.writing() as db:
            wording_parts.release_part(
                db, event, part, form.revision, translate=translate, by=viewer
            )
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, reader, viewer, part, None, refusal)
    return _to_parts(event, "renewed")


@router.post("/{part}/confirmation")
def post_confirmation(
    part: str,
    form: Annotated[RevisionForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Keep the words although the records changed."""
    translate = in_language_of(event)
    try:
        with database.writing() as db:
            wording_parts.keep_words(db, event, part, form.revision, translate=translate, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, reader, viewer, part, None, refusal)
    return _to_parts(event, "kept")


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    part: str,
    form: PartForm | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    line = wording_parts.part(db, event, part, translate=in_language_of(event), by=viewer)
    stale = refusal if isinstance(refusal, StaleWrite) else None
    if form is None or stale:
        # Whoever has seen both texts and saves again means it.
        form = PartForm(text=form.text if form else line.words, revision=line.revision)
    return conclusions_page(
        reader, event, "part.html", line=line, form=form, stale=stale, refusal=refusal
    )


def _to_parts(event: Event, done: str) -> RedirectResponse:
    return RedirectResponse(f"/events/{event.slug}/conclusions/parts?done={done}", status_code=303)
