"""The public summary of an event, and the organisers' page on which it is written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.queries import newest_timetable
from app.db import Reading
from app.delegations.models import DelegationKind
from app.delegations.queries import delegations_with_members
from app.delegations.rights import Action, Person, may
from app.errors import BadInput, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence, translations
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.routes.front_page import front_of
from app.summary.forms import BaseForm, SummaryForm
from app.summary.queries import SummaryDraft, published_summary, summary_draft
from app.summary.writing import publish_summary, take_summary_back, write_summary

router = APIRouter(prefix="/events/{slug}")


@router.get("/summary", response_class=HTMLResponse)
def show_summary(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The published summary: what, when, where, who took part, the sessions, the outcome."""
    summary = published_summary(db, event, by=viewer)
    timetable = newest_timetable(db, event)
    listed = delegations_with_members(db, event, language=reader.language, by=viewer)
    return event_page(
        reader,
        event,
        "summary/show.html",
        here="summary",
        summary=summary,
        timetable=timetable,
        front=front_of(db, event, timetable, by=viewer),
        states=[one.name for one in listed if one.kind is DelegationKind.STATE],
        organisations=[one.name for one in listed if one.kind is DelegationKind.ORGANISATION],
        may_write=may(viewer, Action.MANAGE_EVENT, event_id=event.key),
    )


@router.get("/manage/summary", response_class=HTMLResponse)
def show_draft(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """The newest text in a form; the first time with what is known already."""
    return _page(db, event, reader, viewer, done=done)


@router.post("/manage/summary", response_class=RedirectResponse)
def post_draft(
    form: Annotated[SummaryForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Keep it as the draft, which nobody else reads."""
    try:
        with database.writing() as db:
            write_summary(db, event, form, by=viewer)
    except (BadInput, StaleWrite) as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, typed=form, refusal=refusal)
    return _back(event, "kept")


@router.post("/manage/summary/publication", response_class=RedirectResponse)
def post_publication(
    form: Annotated[BaseForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Show the text to everybody."""
    try:
        with database.writing() as db:
            publish_summary(db, event, form, by=viewer)
    except Refused as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, refusal=refusal)
    return _back(event, "published")


@router.post("/manage/summary/withdrawal", response_class=RedirectResponse)
def post_withdrawal(
    event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Take it back from everybody."""
    try:
        with database.writing() as db:
            take_summary_back(db, event, by=viewer)
    except Refused as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, refusal=refusal)
    return _back(event, "taken-back")


def _back(event: Event, done: str) -> RedirectResponse:
    return RedirectResponse(f"/events/{event.slug}/manage/summary?done={done}", status_code=303)


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    *,
    typed: SummaryForm | None = None,
    refusal: PlenaryError | None = None,
    done: str = "",
) -> HTMLResponse:
    draft = summary_draft(db, event, by=viewer)
    form = typed or _as_form(event, draft)
    stale = refusal if isinstance(refusal, StaleWrite) else None
    if stale:
        # Saved once more, it replaces what is shown beside it.
        form = form.model_copy(update={"base": str(stale.revision)})
    return event_page(
        reader,
        event,
        "summary/manage.html",
        here="manage/agenda",
        status=refusal.status if refusal else 200,
        draft=draft,
        form=form,
        stale=stale,
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
        done=done,
    )


def _as_form(event: Event, draft: SummaryDraft) -> SummaryForm:
    """The draft; before the first text, the programme note and what closed boards recorded."""
    keys = [one.event_session_slug for one in draft.matter]
    told = dict(draft.words.passages)
    if not draft.number:
        # In the event's language: what is written here is read by all.
        _ = translations(event.language.split("-")[0]).gettext
        for key, texts in draft.recorded.items():
            said = "\n".join(f"– {text}" for text in texts)
            told[key] = _("The workshop recorded these priorities:") + "\n" + said
    return SummaryForm(
        base=str(draft.number),
        about=draft.words.about if draft.number else event.background.strip(),
        outcome=draft.words.outcome,
        thanks=draft.words.thanks,
        links=draft.words.links,
        keys=keys,
        passages=[told.get(key, "") for key in keys],
    )
