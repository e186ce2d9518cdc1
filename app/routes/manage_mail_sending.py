"""Whom to send a mail, looked over before it goes; and the words of mails, tried for one person."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, NotFound, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.mail.actions import return_to_usual_text, save_text, send_mails
from app.mail.forms import SendForm, checked_kind
from app.mail.models import MailKind
from app.mail.queries import text_of
from app.mail.recipients import Occasion, Recipient, occasion
from app.mail.texts import EDITABLE, TextForm, fields_of
from app.mail.writer import Writer, own_texts
from app.pages import LANGUAGES, Reader
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.mail_pages import back_to_mails, facts_of, mail_page, sayers
from app.settings import Settings

router = APIRouter(prefix="/events/{slug}/manage/mails")


class TriedText(TextForm):
    """The words as they are typed; `do` says whether to save or only to show them."""

    do: str = ""
    person: str = ""


@router.get("/new", response_class=HTMLResponse)
def show_new(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
    kind: str = "",
    version: str = "",
) -> HTMLResponse:
    """Whom it goes to, how many have an address, and what it says."""
    form = SendForm(kind=kind or MailKind.INVITATION.value, version=version, batch=str(uuid4()))
    return _new(db, event, reader, viewer, settings, form)


@router.post("", response_class=RedirectResponse)
def post_mails(
    form: Annotated[SendForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
) -> Response:
    """Queue a mail for each chosen person."""
    try:
        with database.writing() as db:
            send_mails(db, event, form, facts_of(event, settings), sayers(), by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _new(reading, event, reader, viewer, settings, form, refusal=refusal)
    return back_to_mails(event, "?done=queued")


@router.get("/texts/{kind}/{language}", response_class=HTMLResponse)
def show_text(
    kind: str,
    language: str,
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
    person: str = "",
    done: str = "",
) -> HTMLResponse:
    """The words of a kind of mail in one language, and what they come to for one person."""
    form = TriedText(person=person)
    return _text(db, event, reader, viewer, settings, kind, language, form, done=done)


@router.post("/texts/{kind}/{language}", response_class=RedirectResponse)
def post_text(
    kind: str,
    language: str,
    form: Annotated[TriedText, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
) -> Response:
    """Save the words, or show what they come to."""
    require(viewer, Action.SEND_MAILS, event_id=event.key)
    refusal: PlenaryError | None = None
    try:
        known, _ = _known(kind, language)
        if form.do != "preview":
            with database.writing() as db:
                save_text(db, event, known, language, form, by=viewer)
            return back_to_mails(event, f"/texts/{kind}/{language}?done=saved&person={form.person}")
        form.checked(known)
    except (BadInput, Refused) as refused:
        refusal = refused
    with database.reading() as reading:
        return _text(reading, event, reader, viewer, settings, kind, language, form,
                     typed=True, refusal=refusal)  # fmt: skip


@router.post("/texts/{kind}/{language}/removal", response_class=RedirectResponse)
def post_usual_text(
    kind: str, language: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Return to the usual words."""
    require(viewer, Action.SEND_MAILS, event_id=event.key)
    known, _ = _known(kind, language)
    with database.writing() as db:
        return_to_usual_text(db, event, known, language, by=viewer)
    return back_to_mails(event, f"/texts/{kind}/{language}?done=usual")


def _new(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    settings: Settings,
    form: SendForm,
    *,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    require(viewer, Action.SEND_MAILS, event_id=event.key)
    try:
        kind = form.checked_kind()
    except BadInput as unknown:
        kind, refusal = MailKind.INVITATION, refusal or unknown
    found = occasion(db, event, kind, version=form.checked_version(), by=viewer)
    writer = Writer(event, found, facts_of(event, settings), sayers(), own_texts(db, event, kind))
    example = next(iter(found.due or found.people), None)
    chosen = (
        {*form.people, *form.again} if refusal else {str(one.participant_id) for one in found.due}
    )
    return mail_page(
        reader,
        event,
        "new.html",
        refusal=refusal,
        form=form,
        kind=kind,
        occasion=found,
        chosen=chosen,
        example=example,
        preview=writer.worded(example) if example else None,
        text_language=writer.language_for(example) if example else event.language,
    )


def _text(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    settings: Settings,
    kind: str,
    language: str,
    form: TriedText,
    *,
    typed: bool = False,
    done: str = "",
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    require(viewer, Action.SEND_MAILS, event_id=event.key)
    known, language = _known(kind, language)
    found = _occasion_to_try(db, event, known, viewer)
    own = text_of(db, event, known, language)
    writer = Writer(event, found, facts_of(event, settings), sayers(), own_texts(db, event, known))
    if not typed:
        subject, body = writer.text(language)
        base = own.changed_at.isoformat() if own else ""
        form = TriedText(subject=subject, body=body, base=base, person=form.person)
    elif isinstance(refusal, StaleWrite) and own is not None:
        # Both texts stand on the page: saving again is a decision between them.
        form = form.model_copy(update={"base": own.changed_at.isoformat()})
    person = _tried_for(found.people, form.person)
    return mail_page(
        reader,
        event,
        "text.html",
        refusal=refusal,
        kind=known,
        kinds=EDITABLE,
        language_of_text=language,
        form=form,
        fields=fields_of(known),
        is_own=own is not None,
        stale=refusal if isinstance(refusal, StaleWrite) else None,
        people=found.people,
        person=person,
        preview=writer.worded(person, (form.subject, form.body), language) if person else None,
        done=done,
    )


def _occasion_to_try(db: Reading, event: Event, kind: MailKind, viewer: Person | None) -> Occasion:
    """Somebody to try the words for: whom it would go to, else anybody at the event."""
    try:
        found = occasion(db, event, kind, by=viewer)
    except NotFound:
        found = None
    everybody = occasion(db, event, MailKind.INVITATION, by=viewer)
    if found is None or not found.people:
        return replace(everybody, kind=kind)
    return found


def _tried_for(people: tuple[Recipient, ...], chosen: str) -> Recipient | None:
    by_id = {str(one.participant_id): one for one in people}
    return by_id.get(chosen) or next(iter(people), None)


def _known(kind: str, language: str) -> tuple[MailKind, str]:
    if language not in LANGUAGES:
        raise NotFound("There is no such text. Look at the list of mails.")
    try:
        return checked_kind(kind), language
    except BadInput:
        raise NotFound("There is no such text. Look at the list of mails.") from None
