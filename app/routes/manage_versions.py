"""The organiser's desk for versions: go back to an older one, tell people of a new one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.announcing import mail_of_version
from app.agenda.changes import changes_between
from app.agenda.concerning import concerned
from app.agenda.forms import RevisionForm
from app.agenda.queries import draft_timetable, published_timetable, versions
from app.agenda.returning import return_to_version
from app.agenda.saying import Sayer
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, sentence, translations
from app.routes.calendars import calendar_facts
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page
from app.routes.versions import version_before

router = APIRouter(prefix="/events/{slug}/manage/versions")


@router.get("", response_class=HTMLResponse)
def show_versions(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """All published versions, with what an organiser can do with each."""
    return _page(db, event, reader, viewer)


@router.post("/{number}/return", response_class=RedirectResponse)
def post_return(
    number: int,
    form: Annotated[RevisionForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Make the draft equal to an older version; nothing published changes."""
    try:
        with database.writing() as db:
            return_to_version(db, event, number, revision=form.base_revision(), by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, refusal=refusal)
    return RedirectResponse(f"/events/{event.slug}/manage/agenda?done=returned", status_code=303)


@router.get("/{number}/mail", response_class=HTMLResponse)
def show_mail(
    number: int,
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
) -> HTMLResponse:
    """What to write about a version, and whom its changes concern."""
    require(viewer, Action.MANAGE_AGENDA, event_id=event.key)
    timetable = published_timetable(db, event, number)
    before = version_before(db, event, timetable)
    changes = changes_between(before, timetable) if before else []
    facts = calendar_facts(event, settings)
    sayer = Sayer(translations(event.language).gettext, event.language)
    return event_page(
        reader,
        event,
        "manage/version_mail.html",
        here="manage/agenda",
        timetable=timetable,
        before=before,
        mail=mail_of_version(timetable, changes, facts, sayer, before=before),
        people=concerned(db, event, before, timetable, by=viewer),
    )


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    *,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    draft = draft_timetable(db, event, by=viewer)
    return event_page(
        reader,
        event,
        "manage/versions.html",
        here="manage/agenda",
        status=refusal.status if refusal else 200,
        draft=draft,
        published=versions(db, event),
        problem=sentence(reader, refusal) if refusal else None,
    )
