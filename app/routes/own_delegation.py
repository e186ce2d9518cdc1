"""The page of a focal point or head: the list of their own delegation, kept from a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Database, Reading, Writing
from app.delegations.forms import MemberForm
from app.delegations.models import Participant
from app.delegations.own_delegation import (
    change_member,
    enter_member,
    remove_member,
    replace_member,
)
from app.delegations.queries import Member, composition_rule, own_delegation, sectors
from app.delegations.rights import Person
from app.delegations.rules import composition_faults, fingerprint
from app.errors import BadInput, NotFound, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.routes.people_pages import said

router = APIRouter(prefix="/events/{slug}/my-delegation")

Typed = Annotated[MemberForm, Form()]


@router.get("", response_class=HTMLResponse)
def show_delegation(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """Who is in it, and what it still owes."""
    line = own_delegation(db, event, by=viewer)
    rule = composition_rule(db, event)
    faults = composition_faults([line.composition], rule)
    return _page(
        reader,
        event,
        "show.html",
        delegation=line,
        rule=rule,
        faults=[said(reader, fault) for fault in faults],
    )


@router.get("/members/new", response_class=HTMLResponse)
def show_new(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The form for one more delegate."""
    return _form_page(db, event, reader, viewer, None, MemberForm())


@router.post("/members", response_class=RedirectResponse)
def post_member(
    form: Typed, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Enter one more delegate."""

    def enter(db: Writing) -> object:
        return enter_member(db, event.key, form, by=viewer)

    return _written(database, event, reader, viewer, None, form, enter)


@router.get("/members/{member_id:int}", response_class=HTMLResponse)
def show_member(
    member_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """A member's entry, to be corrected, replaced or removed."""
    return _form_page(db, event, reader, viewer, member_id, None)


@router.post("/members/{member_id:int}", response_class=RedirectResponse)
def post_change(
    member_id: int,
    form: Typed,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Correct a member's entry."""

    def change(db: Writing) -> object:
        return change_member(db, event.key, member_id, form, by=viewer)

    return _written(database, event, reader, viewer, member_id, form, change)


@router.get("/members/{member_id:int}/replacement", response_class=HTMLResponse)
def show_replacement(
    member_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form for somebody else in a member's place."""
    member = _member(own_delegation(db, event, by=viewer).people, member_id)
    form = MemberForm(sector_id=str(_stored(db, member).sector_id or ""))
    return _form_page(db, event, reader, viewer, member_id, form, replaces=True)


@router.post("/members/{member_id:int}/replacement", response_class=RedirectResponse)
def post_replacement(
    member_id: int,
    form: Typed,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Let somebody else come in a member's place."""

    def replace(db: Writing) -> object:
        return replace_member(db, event.key, member_id, form, by=viewer)

    return _written(database, event, reader, viewer, member_id, form, replace, replaces=True)


@router.post("/members/{member_id:int}/removal", response_class=RedirectResponse)
def post_removal(
    member_id: int, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Let a member leave."""

    def remove(db: Writing) -> None:
        remove_member(db, event.key, member_id, by=viewer)

    return _written(database, event, reader, viewer, member_id, None, remove)


def _written(
    database: Database,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    member_id: int | None,
    form: MemberForm | None,
    write: Callable[[Writing], object],
    *,
    replaces: bool = False,
) -> Response:
    """Back to the list after the change, or the form again with what was typed."""
    try:
        with database.writing() as db:
            write(db)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _form_page(
                reading, event, reader, viewer, member_id, form, refusal, replaces=replaces
            )
    return RedirectResponse(f"/events/{event.slug}/my-delegation", status_code=303)


def _form_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    member_id: int | None,
    typed: MemberForm | None,
    refusal: PlenaryError | None = None,
    *,
    replaces: bool = False,
) -> HTMLResponse:
    line = own_delegation(db, event, by=viewer)
    member = _member(line.people, member_id) if member_id else None
    stored = _stored(db, member) if member else None
    if stored and typed is None:
        typed = MemberForm(
            name=stored.name,
            function=stored.function,
            email=stored.email or "",
            sector_id=str(stored.sector_id or ""),
            base=fingerprint(stored),
        )
    stale = refusal if isinstance(refusal, StaleWrite) else None
    if stale and stored and typed:
        # Seen now: saving again means it.
        typed = typed.model_copy(update={"base": fingerprint(stored)})
    return _page(
        reader,
        event,
        "member.html",
        refusal=refusal,
        delegation=line,
        member=member,
        replaces=replaces,
        is_oneself=bool(member and viewer and member.id == viewer.participant_id),
        typed=typed or MemberForm(),
        stale=stale,
        sectors=[(one.key, one.name) for one in sectors(db, event)],
    )


def _page(
    reader: Reader,
    event: Event,
    template: str,
    *,
    refusal: PlenaryError | None = None,
    **context: Any,
) -> HTMLResponse:
    field = getattr(refusal, "field", None)
    why = sentence(reader, refusal) if refusal else None
    return event_page(
        reader,
        event,
        f"own_delegation/{template}",
        here="my-delegation",
        status=refusal.status if refusal else 200,
        problems=[(field, why)] if why else [],
        wrong={field: why} if field else {},
        here_is=f"/events/{event.slug}/my-delegation",
        **context,
    )


def _member(people: tuple[Member, ...], member_id: int) -> Member:
    for one in people:
        if one.id == member_id:
            return one
    raise NotFound("This person is not in your delegation. Look at its list.")


def _stored(db: Reading, member: Member) -> Participant:
    return db.get_one(Participant, member.id)
