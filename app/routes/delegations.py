"""The event's delegations: the list for everybody, and their entries for the organisers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.actions import (
    add_delegation,
    add_sector,
    change_delegation,
    remove_delegation,
)
from app.delegations.arranging import arrange_delegations
from app.delegations.forms import LANGUAGES, TYPED, DelegationForm, ProtocolForm, SectorForm
from app.delegations.naming import given_names, typed_places
from app.delegations.participation import pictures_of
from app.delegations.queries import delegation_of, delegations_with_members, sectors
from app.delegations.rights import Action, Person, require
from app.delegations.visibility import may_read_names
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader
from app.privacy.inspecting import note_inspection
from app.privacy.models import Inspected
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.routes.people_pages import back_to_people, choices, people_page

router = APIRouter(prefix="/events/{slug}")


@router.get("/delegations", response_class=HTMLResponse)
def list_delegations(
    event: EventDep, database: DatabaseDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """Delegations with sectors and numbers; names for those who may read them."""
    if may_read_names(event, viewer):
        note_inspection(database, event.key, Inspected.LIST, by=viewer)
    delegations = delegations_with_members(db, event, language=reader.language, by=viewer)
    return event_page(
        reader,
        event,
        "people/delegations.html",
        here="delegations",
        delegations=delegations,
        pictures=pictures_of(delegations),
        named=may_read_names(event, viewer),
    )


@router.get("/manage/delegations", response_class=HTMLResponse)
def show_order(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The rules of composition and the order of protocol."""
    return _order_page(db, event, reader, viewer)


@router.post("/manage/delegations/order", response_class=RedirectResponse)
def post_order(
    form: Annotated[ProtocolForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Set them."""
    try:
        with database.writing() as db:
            arrange_delegations(db, event.key, form, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _order_page(reading, event, reader, viewer, form, refusal)
    return back_to_people(event)


@router.get("/manage/delegations/new", response_class=HTMLResponse)
def show_new(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The forms for one more delegation or sector."""
    return _page(db, event, reader, viewer, DelegationForm())


@router.post("/manage/delegations", response_class=RedirectResponse)
def post_delegation(
    form: Annotated[DelegationForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Enter a delegation."""
    try:
        with database.writing() as db:
            added = add_delegation(db, event.key, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, form, refusal=refusal)
    return back_to_people(event, f"#delegation-{added.key}")


@router.get("/manage/delegations/{delegation_id:int}", response_class=HTMLResponse)
def show_delegation(
    delegation_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form for a delegation's entry."""
    stored = delegation_of(db, event, delegation_id, by=viewer)
    form = DelegationForm(
        kind=stored.kind.value,
        territory=stored.territory or "",
        name=stored.name,
        organisation_kind=stored.organisation_kind.value if stored.organisation_kind else "",
    )
    return _page(db, event, reader, viewer, form, delegation_id=delegation_id)


@router.post("/manage/delegations/{delegation_id:int}", response_class=RedirectResponse)
def post_change(
    delegation_id: int,
    form: Annotated[DelegationForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Change a delegation's entry."""
    try:
        with database.writing() as db:
            change_delegation(db, event.key, delegation_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _page(
                reading, event, reader, viewer, form, delegation_id=delegation_id, refusal=refusal
            )
    return back_to_people(event, f"#delegation-{delegation_id}")


@router.post("/manage/delegations/{delegation_id:int}/removal", response_class=RedirectResponse)
def post_removal(
    delegation_id: int, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Remove a delegation without members."""
    try:
        with database.writing() as db:
            remove_delegation(db, event.key, delegation_id, by=viewer)
    except Refused as refusal:
        with database.reading() as reading:
            stored = delegation_of(reading, event, delegation_id, by=viewer)
            form = DelegationForm(
                kind=stored.kind.value,
                territory=stored.territory or "",
                name=stored.name,
                organisation_kind=stored.organisation_kind.value
                if stored.organisation_kind
                else "",
            )
            return _page(
                reading, event, reader, viewer, form, delegation_id=delegation_id, refusal=refusal
            )
    return back_to_people(event)


@router.post("/manage/sectors", response_class=RedirectResponse)
def post_sector(
    form: Annotated[SectorForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Add a sector."""
    try:
        with database.writing() as db:
            add_sector(db, event.key, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _page(
                reading, event, reader, viewer, DelegationForm(), sector=form, refusal=refusal
            )
    return back_to_people(event)


def _order_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    typed: ProtocolForm | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    places = typed_places(db, event)
    if typed is None:
        typed = ProtocolForm(
            at_most=str(event.delegation_at_most or ""),
            at_least=str(event.delegation_at_least or ""),
            required=[str(one.key) for one in sectors(db, event) if one.is_required],
            asks_gender="yes" if event.asks_gender else "",
            order=TYPED if event.protocol_is_typed else event.protocol_language or event.language,
            ids=[str(key) for key in places],
            positions=[str(place or "") for place in places.values()],
        )
    return people_page(
        reader,
        event,
        "order.html",
        refusal=refusal,
        typed=typed,
        places=dict(zip(typed.ids, typed.positions, strict=False)),
        lines=delegations_with_members(db, event, by=viewer),
        sectors=[(one.key, one.name) for one in sectors(db, event)],
    )


def _names(db: Reading, event: Event, delegation_id: int | None) -> dict[str, str]:
    """A delegation's names in the languages that are not the event's."""
    given = given_names(db, delegation_id) if delegation_id else {}
    return {one: given.get(one, "") for one in LANGUAGES if one != event.language}


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    typed: DelegationForm,
    *,
    delegation_id: int | None = None,
    sector: SectorForm | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    return people_page(
        reader,
        event,
        "delegation.html",
        refusal=refusal,
        typed=typed,
        names=dict(zip(typed.languages, typed.names, strict=False))
        or _names(db, event, delegation_id),
        delegation_id=delegation_id,
        sector=sector or SectorForm(),
        at_sector=sector is not None,
        **choices(db, event, reader, viewer),
    )
