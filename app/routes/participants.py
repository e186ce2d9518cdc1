"""The organisers' list of people: everybody by delegation, and a page per person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.actions import add_participant, change_participant, remove_participant
from app.delegations.forms import ParticipantForm
from app.delegations.models import Role
from app.delegations.queries import (
    composition_rule,
    delegations_with_members,
    managed_entry,
    participants,
)
from app.delegations.rights import Action, Person, require
from app.delegations.rules import composition_faults, fingerprint
from app.errors import BadInput, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.pages import Reader
from app.privacy.inspecting import note_inspection
from app.privacy.models import Inspected
from app.privacy.notices import days_left
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.people_pages import back_to_people, choices, event_sessions, people_page, said

router = APIRouter(prefix="/events/{slug}/manage/participants")


@router.get("", response_class=HTMLResponse)
def list_people(
    event: EventDep,
    database: DatabaseDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    added: str = "",
    changed: str = "",
    unchanged: str = "",
) -> HTMLResponse:
    """Everybody, by delegation and sector, with what the compositions owe.

    `added`, `changed`, `unchanged`: what an import did that led here.
    """
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    note_inspection(database, event.key, Inspected.LIST, by=viewer)
    delegations = delegations_with_members(db, event, by=viewer)
    rule = composition_rule(db, event)
    faults = composition_faults((one.composition for one in delegations), rule)
    return people_page(
        reader,
        event,
        "list.html",
        delegations=delegations,
        others=[one for one in participants(db, event, by=viewer) if one.delegation_id is None],
        faults=[said(reader, fault) for fault in faults],
        rule=rule,
        imported=_counts(added, changed, unchanged),
        days_left=days_left(db, event),
    )


@router.get("/new", response_class=HTMLResponse)
def show_new(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    delegation: str = "",
) -> HTMLResponse:
    """The form for one more person, perhaps of a delegation already chosen."""
    return _new_page(db, event, reader, viewer, ParticipantForm(delegation_id=delegation))


@router.post("", response_class=RedirectResponse)
def post_participant(
    form: Annotated[ParticipantForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Enter a person."""
    try:
        with database.writing() as db:
            added = add_participant(db, event.key, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _new_page(reading, event, reader, viewer, form, refusal)
    return back_to_people(event, f"/{added.key}")


@router.get("/{participant_id:int}", response_class=HTMLResponse)
def show_participant(
    participant_id: int,
    event: EventDep,
    database: DatabaseDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
) -> HTMLResponse:
    """One person: entry, roles, links."""
    shown = person_page(db, event, reader, viewer, participant_id)
    note_inspection(database, event.key, Inspected.ENTRY, about=participant_id, by=viewer)
    return shown


@router.post("/{participant_id:int}", response_class=RedirectResponse)
def post_change(
    participant_id: int,
    form: Annotated[ParticipantForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Change a person's entry."""
    try:
        with database.writing() as db:
            change_participant(db, event.key, participant_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return person_page(reading, event, reader, viewer, participant_id, form, refusal)
    return back_to_people(event, f"/{participant_id}")


@router.post("/{participant_id:int}/removal", response_class=RedirectResponse)
def post_removal(
    participant_id: int, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Let a person leave the event."""
    try:
        with database.writing() as db:
            remove_participant(db, event.key, participant_id, by=viewer)
    except Refused as refusal:
        with database.reading() as reading:
            return person_page(reading, event, reader, viewer, participant_id, refusal=refusal)
    return back_to_people(event)


def person_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    participant_id: int,
    typed: ParticipantForm | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    """The page of one person, with what was typed and why it was refused."""
    entry = managed_entry(db, event, participant_id, by=viewer)
    stored = entry.participant
    form = typed or ParticipantForm(
        name=stored.name,
        function=stored.function,
        email=stored.email or "",
        delegation_id=str(stored.delegation_id or ""),
        sector_id=str(stored.sector_id or ""),
        gender=stored.gender.value if stored.gender else None,
        base=fingerprint(stored),
    )
    stale = refusal if isinstance(refusal, StaleWrite) else None
    if stale:
        # Seen now: saving again means it.
        form = form.model_copy(update={"base": fingerprint(stored)})
    return people_page(
        reader,
        event,
        "person.html",
        refusal=refusal,
        entry=entry,
        typed=form,
        stale=stale,
        roles=[role.value for role in Role if role is not Role.PUBLIC],
        places=event_sessions(db, event, viewer),
        **choices(db, event, reader, viewer),
    )


def _counts(*written: str) -> list[int] | None:
    """The numbers of an address; None when they are none."""
    if not all(one.isdecimal() and len(one) < 7 for one in written):
        return None
    return [int(one) for one in written]


def _new_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    typed: ParticipantForm,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    return people_page(
        reader,
        event,
        "new_person.html",
        refusal=refusal,
        typed=typed,
        roles=[role.value for role in Role if role is not Role.PUBLIC],
        **choices(db, event, reader, viewer),
    )
