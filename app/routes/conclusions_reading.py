"""Conclusions that exist, read in: looked over beside their source, corrected, taken in or not."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.reading.model import iso_date
from app.db import Reading
from app.delegations.rights import Action, Person, may, require
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, translations
from app.recommendations.document.printing import day
from app.recommendations.following_up.queries import is_shown, load_points
from app.recommendations.models import ParagraphKind
from app.recommendations.read_in.forms import KindsForm, TakeInForm, Use
from app.recommendations.read_in.lines import depth_of, lines_in, questions_in
from app.recommendations.read_in.pending import (
    all_pending,
    correct_kinds,
    keep_conclusions,
    pending_conclusions,
    throw_away,
)
from app.recommendations.read_in.taking_in import (
    all_earlier,
    earlier_conclusions,
    take_in_conclusions,
)
from app.recommendations.reading import read_conclusions
from app.routes.conclusions_pages import conclusions_page
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}/conclusions")

_LARGEST = 20_000_000
_ON_A_PAGE = 200
"""Lines whose kinds are sent with one form: a thousand fields are more than a form may have."""


@router.get("/readings", response_class=HTMLResponse)
def show_readings(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """Choose a document; and what waits to be looked over."""
    return _choice(db, reader, event, viewer)


@router.post("/readings")
def post_reading(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    document: UploadFile | None = None,
) -> Response:
    """Read a document and show what was understood; the conclusions stay as they are."""
    require(viewer, Action.READ_IN_CONCLUSIONS, event_id=event.key)
    try:
        if document is None or not document.filename:
            raise BadInput("Choose the document to read in.", field="document")
        data = document.file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise BadInput("This document is larger than 20 MB.", field="document")
        read = read_conclusions(document.filename, data)
        with database.writing() as db:
            kept = keep_conclusions(db, event, document.filename, read, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _choice(reading, reader, event, viewer, refusal)
    return _to_review(event, kept)


@router.get("/readings/{document_id:int}", response_class=HTMLResponse)
def show_reading(
    document_id: int,
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    first: int = 0,
) -> HTMLResponse:
    """Source and understanding side by side, questions first."""
    return _review(db, reader, event, document_id, viewer, first=first)


@router.post("/readings/{document_id:int}/kinds")
def post_kinds(
    document_id: int,
    form: Annotated[KindsForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Say what each line is."""
    try:
        with database.writing() as db:
            correct_kinds(db, event, document_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _review(
                reader=reader, db=reading, event=event, document_id=document_id, viewer=viewer,
                first=form.first, refusal=refusal, chosen=form.kind,
            )  # fmt: skip
    return _to_review(event, document_id, form.first)


@router.post("/readings/{document_id:int}/taking-in")
def post_taking_in(
    document_id: int,
    form: Annotated[TakeInForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Make it paragraphs of the draft, or earlier conclusions to be followed up."""
    try:
        with database.writing() as db:
            use = take_in_conclusions(db, event, document_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _review(reading, reader, event, document_id, viewer, form=form, refusal=refusal)
    top = f"/events/{event.slug}"
    there = "conclusions/desk?done=added" if use is Use.BASE else "follow-up"
    return RedirectResponse(f"{top}/{there}", status_code=303)


@router.post("/readings/{document_id:int}/removal")
def post_removal(
    document_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> Response:
    """Throw the document away."""
    with database.writing() as db:
        throw_away(db, event, document_id, by=viewer)
    return RedirectResponse(f"/events/{event.slug}/conclusions/readings", status_code=303)


@router.get("/earlier/{earlier_id:int}", response_class=HTMLResponse)
def show_earlier(
    earlier_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The conclusions of an earlier meeting, as they were read."""
    if not is_shown(db, event):
        require(viewer, Action.READ_FOLLOW_UP, event_id=event.key)
    found = earlier_conclusions(db, event, earlier_id)
    lines = lines_in(found.document)
    return conclusions_page(
        reader,
        event,
        "earlier.html",
        earlier=found,
        lines=[
            (line, min(depth_of(lines, place), 2) + 1)
            for place, line in enumerate(lines)
            if not line.is_out
        ],
        followed=sum(point.row.earlier_id == found.key for point in load_points(db, event)),
    )


def _to_review(event: Event, document_id: int, first: int = 0) -> Response:
    more = f"?first={first}" if first > 0 else ""
    address = f"/events/{event.slug}/conclusions/readings/{document_id}{more}"
    return RedirectResponse(address, status_code=303)


def _choice(
    db: Reading,
    reader: Reader,
    event: Event,
    viewer: Person | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    return conclusions_page(
        reader,
        event,
        "readings.html",
        refusal=refusal,
        waiting=all_pending(db, event, by=viewer),
        earlier=all_earlier(db, event),
        at_desk=may(viewer, Action.READ_SUBMITTED_RECOMMENDATIONS, event_id=event.key),
    )


def _review(
    db: Reading,
    reader: Reader,
    event: Event,
    document_id: int,
    viewer: Person | None,
    *,
    first: int = 0,
    form: TakeInForm | None = None,
    refusal: PlenaryError | None = None,
    chosen: list[str] | None = None,
) -> HTMLResponse:
    pending = pending_conclusions(db, event, document_id, by=viewer)
    lines = lines_in(pending.reading)
    first = min(max(first, 0), len(lines)) // _ON_A_PAGE * _ON_A_PAGE
    say = translations(reader.language).gettext
    kept = [line for line in lines if not line.is_out]
    return conclusions_page(
        reader,
        event,
        "reading.html",
        refusal=refusal,
        pending=pending,
        lines=[
            (
                place,
                line,
                depth_of(lines, place),
                chosen[place - first] if chosen and place - first < len(chosen) else line.choice,
            )
            for place, line in enumerate(lines[first : first + _ON_A_PAGE], first)
        ],
        first=first,
        before=first - _ON_A_PAGE if first else None,
        after=first + _ON_A_PAGE if first + _ON_A_PAGE < len(lines) else None,
        counts=[
            (kind.value, sum(line.kind == kind and line.parent is None for line in kept))
            for kind in ParagraphKind
        ],
        left_out=len(lines) - len(kept),
        questions=[say(one.text).format(**one.values) for one in questions_in(pending.reading)],
        form=form
        or TakeInForm(
            title=pending.reading["title"],
            reference=pending.reading["reference"],
            place=pending.reading["place"],
            held=_period(pending.reading["dates"], event),
        ),
        kinds=[kind.value for kind in ParagraphKind],
        may_draft=may(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key),
    )


def _period(dates: list[str], event: Event) -> str:
    """The first and the last day of the document, in words; a date without a year as it is."""
    found = [iso_date(one) for one in dates]
    told = [
        day(one, event.language) if one else said for one, said in zip(found, dates, strict=True)
    ]
    return " – ".join(dict.fromkeys([told[0], told[-1]])) if told else ""
