"""The data-protection notice of an event: the public page, and the organisers' form for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, PlenaryError, StaleWrite
from app.events.models import Event
from app.events.queries import event_by_slug
from app.pages import Reader, sentence, translations
from app.privacy.forms import DataProtectionForm
from app.privacy.notices import (
    data_protection_of,
    days_left,
    keep_data_protection,
    stored_form,
    usual_notice,
)
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}")


@router.get("/privacy", response_class=HTMLResponse)
def show_notice(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """What is stored about participants, why, who sees it, until when, and whom to ask."""
    require(viewer, Action.READ_AGENDA, event_id=event.key)
    stored = data_protection_of(db, event)
    own = viewer is not None and viewer.event_id == event.key
    return event_page(
        reader,
        event,
        "privacy/notice.html",
        here="privacy",
        stored=stored,
        notice_text=stored.notice or usual_notice(translations(reader.language).gettext),
        is_own_text=bool(stored.notice),
        own=own,
    )


@router.get("/manage/privacy", response_class=HTMLResponse)
def show_form(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """The form for the notice, the list of participants and the day of deletion."""
    return _page(db, event, reader, viewer, done=done)


@router.post("/manage/privacy", response_class=RedirectResponse)
def post_form(
    form: Annotated[DataProtectionForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Keep what was typed."""
    # A text left as it was offered follows the reader's language; only an edited one is kept.
    usual = usual_notice(translations(reader.language).gettext)
    if form.notice.split() == usual.split():
        form = form.model_copy(update={"notice": ""})
    try:
        with database.writing() as db:
            keep_data_protection(db, event.key, form, by=viewer)
    except (BadInput, StaleWrite) as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, typed=form, refusal=refusal)
    return RedirectResponse(f"/events/{event.slug}/manage/privacy?done=kept", status_code=303)


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    *,
    typed: DataProtectionForm | None = None,
    refusal: PlenaryError | None = None,
    done: str = "",
) -> HTMLResponse:
    fresh = event_by_slug(db, event.slug)
    stored = stored_form(db, fresh, by=viewer)
    stale = refusal if isinstance(refusal, StaleWrite) else None
    # Seen now: saving again means it.
    form = typed.model_copy(update={"base": stored.base}) if typed else stored
    usual = usual_notice(translations(reader.language).gettext)
    field = getattr(refusal, "field", None)
    said = sentence(reader, refusal) if refusal else None
    return event_page(
        reader,
        fresh,
        "privacy/manage.html",
        here="manage/privacy",
        status=refusal.status if refusal else 200,
        form=form.model_copy(update={"notice": form.notice or usual}),
        stale=stale,
        days_left=days_left(db, fresh),
        deleted_at=data_protection_of(db, fresh).deleted_at,
        done=done,
        problems=[(field, said)] if said else [],
        wrong={field: said} if field else {},
    )
