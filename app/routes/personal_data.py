"""What is stored about a person: read, taken along, corrected and deleted, by them or for them."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.correcting import correct_oneself
from app.delegations.forms import ParticipantForm
from app.delegations.models import Participant
from app.delegations.queries import own_entry
from app.delegations.rights import Action, Person, require
from app.delegations.rules import fingerprint
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, sentence
from app.privacy.deleting import (
    clean_up,
    delete_oneself,
    delete_person,
    gone_but_stored,
    records_with_name,
    stored_person,
    versions_with_name,
)
from app.privacy.everything import Everything, everything_about, everything_about_oneself
from app.privacy.inspecting import note_inspection, personal_record
from app.privacy.models import Inspected
from app.privacy.redacting import neutral_word
from app.routes.deps import COOKIE, DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}")

_PERSON = "/manage/participants/{participant_id:int}"
_SECRET = {"Cache-Control": "no-store"}


@router.get("/me/data", response_class=HTMLResponse)
def show_own_data(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """Everything that is stored about oneself."""
    found = everything_about_oneself(db, event, by=viewer)
    return _data_page(reader, event, found, top=f"/events/{event.slug}/me")


@router.get("/me/data.json")
def take_own_data(event: EventDep, db: ReadDb, viewer: Viewer) -> Response:
    """The same as a file."""
    return _file(event, everything_about_oneself(db, event, by=viewer))


@router.get("/me/correction", response_class=HTMLResponse)
def show_correction(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The form for one's own name, function and address."""
    return _correction_page(db, event, reader, viewer)


@router.post("/me/correction", response_class=RedirectResponse)
def post_correction(
    form: Annotated[ParticipantForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Correct one's own entry."""
    try:
        with database.writing() as db:
            correct_oneself(db, event.key, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _correction_page(reading, event, reader, viewer, form, refusal)
    return RedirectResponse(f"/events/{event.slug}/me", status_code=303)


@router.get("/me/deletion", response_class=HTMLResponse)
def show_own_deletion(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """What goes and what stays, before one deletes oneself."""
    return _own_deletion_page(db, event, reader, viewer)


@router.post("/me/deletion", response_class=RedirectResponse)
def post_own_deletion(
    event: EventDep,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
    viewer: Viewer,
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """Delete everything personal about oneself and leave."""
    try:
        with database.writing() as db:
            words = delete_oneself(db, event.key, confirmed=confirmed, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _own_deletion_page(reading, event, reader, viewer, refusal)
    clean_up(database, settings.data, words)
    gone = RedirectResponse(f"/events/{event.slug}/privacy", status_code=303)
    gone.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return gone


@router.get(_PERSON + "/data", response_class=HTMLResponse)
def show_data(
    participant_id: int,
    event: EventDep,
    database: DatabaseDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
) -> HTMLResponse:
    """Everything that is stored about somebody."""
    found = everything_about(db, event, participant_id, by=viewer)
    note_inspection(database, event.key, Inspected.EVERYTHING, about=participant_id, by=viewer)
    top = f"/events/{event.slug}/manage/participants/{participant_id}"
    return _data_page(reader, event, found, top=top)


@router.get(_PERSON + "/data.json")
def take_data(
    participant_id: int, event: EventDep, database: DatabaseDep, db: ReadDb, viewer: Viewer
) -> Response:
    """The same as a file, to hand to the person."""
    found = everything_about(db, event, participant_id, by=viewer)
    note_inspection(database, event.key, Inspected.EXPORT, about=participant_id, by=viewer)
    return _file(event, found)


@router.get(_PERSON + "/deletion", response_class=HTMLResponse)
def show_deletion(
    participant_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """What goes and what stays, before somebody's data are deleted."""
    return _deletion_page(db, event, reader, viewer, participant_id)


@router.post(_PERSON + "/deletion", response_class=RedirectResponse)
def post_deletion(
    participant_id: int,
    event: EventDep,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
    viewer: Viewer,
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """Delete everything personal about somebody."""
    try:
        with database.writing() as db:
            words = delete_person(db, event.key, participant_id, confirmed=confirmed, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _deletion_page(reading, event, reader, viewer, participant_id, refusal)
    clean_up(database, settings.data, words)
    return RedirectResponse(f"/events/{event.slug}/manage/privacy/record?done=deleted", 303)


@router.get("/manage/privacy/record", response_class=HTMLResponse)
def show_record(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    person: int | None = None,
    done: str = "",
) -> HTMLResponse:
    """Who looked at and who changed personal data; who left and is still stored."""
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    about = stored_person(db, event, person, by=viewer) if person else None
    return event_page(
        reader,
        event,
        "privacy/record.html",
        here="manage/privacy",
        about=about,
        lines=personal_record(db, event, about=person, by=viewer),
        gone=gone_but_stored(db, event, by=viewer) if about is None else [],
        done=done,
    )


def _data_page(reader: Reader, event: Event, found: Everything, *, top: str) -> HTMLResponse:
    own = top.endswith("/me")
    return event_page(
        reader,
        event,
        "privacy/data.html",
        here="me" if own else "manage/participants",
        headers=_SECRET,
        found=found,
        top=top,
        own=own,
    )


def _file(event: Event, found: Everything) -> Response:
    content = json.dumps(found.as_json(event), ensure_ascii=False, indent=2)
    name = f"{event.slug}-participant-{found.participant.key}.json"
    return Response(
        content,
        media_type="application/json",
        headers={**_SECRET, "Content-Disposition": f'attachment; filename="{name}"'},
    )


def _correction_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    typed: ParticipantForm | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    require(viewer, Action.CHANGE_OWN_ENTRY, event_id=event.key)
    stored = own_entry(db, event, by=viewer).participant
    form = typed or ParticipantForm(
        name=stored.name, function=stored.function, email=stored.email or ""
    )
    return event_page(
        reader,
        event,
        "privacy/correction.html",
        here="me",
        status=refusal.status if refusal else 200,
        form=form.model_copy(update={"base": fingerprint(stored)}),
        **_said(reader, refusal),
    )


def _own_deletion_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    require(viewer, Action.CHANGE_OWN_ENTRY, event_id=event.key)
    found = everything_about_oneself(db, event, by=viewer)
    return _before_deletion(db, event, reader, found, f"/events/{event.slug}/me", refusal)


def _deletion_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    participant_id: int,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    found = everything_about(db, event, participant_id, by=viewer)
    top = f"/events/{event.slug}/manage/participants/{participant_id}"
    return _before_deletion(db, event, reader, found, top, refusal)


def _before_deletion(
    db: Reading,
    event: Event,
    reader: Reader,
    found: Everything,
    top: str,
    refusal: PlenaryError | None,
) -> HTMLResponse:
    person: Participant = found.participant
    own = top.endswith("/me")
    return event_page(
        reader,
        event,
        "privacy/deletion.html",
        here="me" if own else "manage/participants",
        status=refusal.status if refusal else 200,
        headers=_SECRET,
        person=person,
        found=found,
        named=records_with_name(db, person),
        versions=versions_with_name(db, person),
        neutral=neutral_word(event),
        top=top,
        own=own,
        **_said(reader, refusal),
    )


def _said(reader: Reader, refusal: PlenaryError | None) -> dict[str, Any]:
    field = getattr(refusal, "field", None)
    said = sentence(reader, refusal) if refusal else None
    return {"problems": [(field, said)] if said else [], "wrong": {field: said} if field else {}}
