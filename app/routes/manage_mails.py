"""The organiser's desk for mails: what was sent to whom, what became of it, what to decide."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.joining import set_contact
from app.agenda.personal_forms import ContactForm
from app.agenda.queries import versions
from app.db import Reading
from app.delegations.queries import managed_entry
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.events.queries import event_by_slug
from app.mail.actions import choose_language, decide_on_mail, send_failed_again, stop_sending
from app.mail.forms import ChoiceForm, DecisionForm
from app.mail.models import MailKind, MailState
from app.mail.queries import (
    PAGE,
    Filter,
    choice_of,
    counts_by_state,
    kinds_there_are,
    mail_of,
    mails,
    progress,
    what_holds_up,
)
from app.mail.recipients import occasion
from app.pages import LANGUAGES, Reader
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.mail_pages import back_to_mails, mail_page
from app.settings import Settings

router = APIRouter(prefix="/events/{slug}/manage/mails")


@router.get("", response_class=HTMLResponse)
def show_mails(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
    state: str = "",
    kind: str = "",
    page: str = "",
    done: str = "",
) -> HTMLResponse:
    """What waits, what is uncertain, what was sent; and whom to write to next."""
    wanted = Filter(
        state=MailState(state) if state in set(MailState) else None,
        kind=MailKind(kind) if kind in set(MailKind) else None,
        page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
    )
    return _desk(db, event, reader, viewer, settings, wanted, done=done)


@router.get("/{mail_id:int}", response_class=HTMLResponse)
def show_mail(
    mail_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """One mail: its text and what became of it."""
    return _mail(db, event, reader, viewer, mail_id)


@router.post("/{mail_id:int}/decision", response_class=RedirectResponse)
def post_decision(
    mail_id: int,
    form: Annotated[DecisionForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Send a mail again, count it as sent, or drop it."""
    try:
        with database.writing() as db:
            decide_on_mail(db, event, mail_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _mail(reading, event, reader, viewer, mail_id, refusal=refusal)
    return back_to_mails(event, "?done=decided")


@router.post("/retries", response_class=RedirectResponse)
def post_retry(event: EventDep, database: DatabaseDep, viewer: Viewer) -> RedirectResponse:
    """Send again all that failed."""
    with database.writing() as db:
        send_failed_again(db, event, by=viewer)
    return back_to_mails(event, "?done=again")


@router.post("/stops", response_class=RedirectResponse)
def post_stop(event: EventDep, database: DatabaseDep, viewer: Viewer) -> RedirectResponse:
    """Drop all that still waits."""
    with database.writing() as db:
        stop_sending(db, event, by=viewer)
    return back_to_mails(event, "?done=stopped")


@router.post("/sender", response_class=RedirectResponse)
def post_sender(
    form: Annotated[ContactForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
) -> Response:
    """Set the address from which mails come."""
    try:
        with database.writing() as db:
            set_contact(db, event, form, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _desk(reading, event, reader, viewer, settings, Filter(),
                         contact=form.contact, refusal=refusal)  # fmt: skip
    return back_to_mails(event, "?done=sender")


@router.get("/people/{participant_id:int}", response_class=HTMLResponse)
def show_person(
    participant_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """What was written to one person, and in which language they are written to."""
    return _person(db, event, reader, viewer, participant_id)


@router.post("/people/{participant_id:int}/language", response_class=RedirectResponse)
def post_language(
    participant_id: int,
    form: Annotated[ChoiceForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Choose the language of somebody's mails."""
    try:
        with database.writing() as db:
            choose_language(db, event, participant_id, form, LANGUAGES, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _person(reading, event, reader, viewer, participant_id, refusal=refusal)
    return back_to_mails(event, f"/people/{participant_id}")


def _desk(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    settings: Settings,
    wanted: Filter,
    *,
    done: str = "",
    contact: str | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    require(viewer, Action.SEND_MAILS, event_id=event.key)
    fresh = event_by_slug(db, event.slug)
    kinds = [MailKind.INVITATION, MailKind.REMINDER]
    if len(versions(db, event)) > 1:
        kinds.append(MailKind.CHANGES)
    listed, total = mails(db, event, wanted, by=viewer)
    return mail_page(
        reader,
        fresh,
        "desk.html",
        refusal=refusal,
        occasions=[occasion(db, fresh, kind, by=viewer) for kind in kinds],
        counts=counts_by_state(db, event, by=viewer),
        uncertain=mails(db, event, Filter(state=MailState.UNCERTAIN), by=viewer)[0],
        progress=progress(db, event, by=viewer),
        held_up=what_holds_up(db, event, by=viewer),
        mails=listed,
        total=total,
        pages=(total + PAGE - 1) // PAGE,
        wanted=wanted,
        states=list(MailState),
        by_kind=kinds_there_are(db, event, by=viewer),
        contact=fresh.contact if contact is None else contact,
        server=settings.smtp_host,
        done=done,
    )


def _mail(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    mail_id: int,
    *,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    written = mail_of(db, event, mail_id, by=viewer)
    return mail_page(reader, event, "mail.html", refusal=refusal, one=written, mail=written.mail)


def _person(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    participant_id: int,
    *,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    listed, _ = mails(db, event, Filter(participant_id=participant_id), by=viewer)
    return mail_page(
        reader,
        event,
        "person.html",
        refusal=refusal,
        member=managed_entry(db, event, participant_id, by=viewer).member,
        mails=listed,
        choice=choice_of(db, participant_id),
    )
