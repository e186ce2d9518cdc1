"""What a person may do and how they get in: roles given and taken, links given and taken back."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Form
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.delegations.appointing import appoint, dismiss
from app.delegations.forms import AppointmentForm, LinkForm
from app.delegations.links import give_link, link_address, revoke_links, sign_out_person
from app.delegations.queries import managed_entry
from app.delegations.rights import Action, require
from app.errors import BadInput, Refused
from app.routes.deps import DatabaseDep, EventDep, ReaderDep, SettingsDep, Viewer
from app.routes.participants import person_page
from app.routes.people_pages import back_to_people, people_page

router = APIRouter(prefix="/events/{slug}/manage/participants/{participant_id:int}")


@router.post("/roles", response_class=RedirectResponse)
def post_role(
    participant_id: int,
    form: Annotated[AppointmentForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Appoint somebody."""
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    try:
        role, where = form.checked_role(), form.checked_event_session_id()
        with database.writing() as db:
            appoint(db, event.key, participant_id, role, event_session_id=where, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return person_page(reading, event, reader, viewer, participant_id, refusal=refusal)
    return back_to_people(event, f"/{participant_id}#roles")


@router.post("/dismissals", response_class=RedirectResponse)
def post_dismissal(
    participant_id: int,
    form: Annotated[AppointmentForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Take a role away."""
    require(viewer, Action.MANAGE_PEOPLE, event_id=event.key)
    try:
        role, where = form.checked_role(), form.checked_event_session_id()
        with database.writing() as db:
            dismiss(db, event.key, participant_id, role, event_session_id=where, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return person_page(reading, event, reader, viewer, participant_id, refusal=refusal)
    return back_to_people(event, f"/{participant_id}#roles")


@router.post("/links", response_class=HTMLResponse)
def post_link(
    participant_id: int,
    form: Annotated[LinkForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> HTMLResponse:
    """Give a new personal link and show it, once: it is nowhere stored."""
    try:
        with database.writing() as db:
            token = give_link(db, event.key, participant_id, form, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return person_page(reading, event, reader, viewer, participant_id, refusal=refusal)
    address = link_address(settings.base_url, token)
    with database.reading() as reading:
        entry = managed_entry(reading, event, participant_id, by=viewer)
    return people_page(
        reader,
        event,
        "link.html",
        headers={"Cache-Control": "no-store"},
        entry=entry,
        one_use=form.is_for_one_use,
        days=int(form.lasts) if form.lasts else None,
        address=address,
        code=qr_code(address),
    )


@router.post("/links/revocation", response_class=RedirectResponse)
def post_revocation(
    participant_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Take back all links of a person; their browsers are signed out at once."""
    with database.writing() as db:
        revoke_links(db, event.key, participant_id, by=viewer)
    return back_to_people(event, f"/{participant_id}#links")


@router.post("/devices/removal", response_class=RedirectResponse)
def post_sign_outs(
    participant_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Sign a person out in all browsers; their links stay."""
    with database.writing() as db:
        sign_out_person(db, event.key, participant_id, by=viewer)
    return back_to_people(event, f"/{participant_id}#links")


def qr_code(text: str) -> Markup:
    """A QR code as inline SVG, without any style attribute; the address must stand beside it."""
    import segno

    drawn = BytesIO()
    segno.make(text, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=0, nl=False,
        svgclass=None, lineclass=None,
    )  # fmt: skip
    # Readers get the address; a picture of it says nothing to them.
    shape = drawn.getvalue().decode().replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Markup(shape)  # noqa: S704 - drawn by us from numbers only
