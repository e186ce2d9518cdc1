"""What was sent to the reader, and what the reader wants to be sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Person
from app.errors import BadInput, PlenaryError
from app.events.models import Event
from app.mail.actions import choose_own_mails
from app.mail.forms import REMIND, ChoiceForm
from app.mail.queries import own_choice, own_mails
from app.pages import LANGUAGES, Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/me/mails")


@router.get("", response_class=HTMLResponse)
def show_my_mails(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """Mails that went to me, and my choice."""
    return _page(db, event, reader, viewer, done=done)


@router.post("", response_class=RedirectResponse)
def post_my_choice(
    form: Annotated[ChoiceForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Choose language and reminders."""
    try:
        with database.writing() as db:
            choose_own_mails(db, event, form, LANGUAGES, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, form=form, refusal=refusal)
    return RedirectResponse(f"/events/{event.slug}/me/mails?done=chosen", status_code=303)


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    *,
    form: ChoiceForm | None = None,
    done: str = "",
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    choice = own_choice(db, event, by=viewer)
    stored = ChoiceForm(language=choice.language or "", remind=str(choice.remind or ""))
    said = sentence(reader, refusal) if refusal else None
    field = getattr(refusal, "field", None)
    return event_page(
        reader,
        event,
        "mail/mine.html",
        here="me",
        status=refusal.status if refusal else 200,
        form=form or stored,
        mails=own_mails(db, event, by=viewer),
        reminders=REMIND,
        done=done,
        problems=[(field, said)] if said else [],
        wrong={field: said} if field else {},
    )
