"""The page of the draft agenda, which several routes answer with when something was refused."""

from __future__ import annotations

from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.accepting import clashes_of_draft
from app.agenda.asking import question_in
from app.agenda.changelog import draft_history
from app.agenda.changes import changes_between
from app.agenda.pending import pending_readings
from app.agenda.publishing import next_reference
from app.agenda.queries import draft_timetable, newest_timetable, versions
from app.agenda.undoing import last_own_change
from app.db import Reading
from app.delegations.rights import Person
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import Reader, sentence, translations
from app.routes.event_pages import event_page

LAST_CHANGES = 5


def draft_page(
    db: Reading,
    reader: Reader,
    event: Event,
    viewer: Person | None,
    *,
    done: str = "",
    label: str | None = None,
    reference: str | None = None,
    error: PlenaryError | None = None,
    problem_at: str | None = None,
) -> HTMLResponse:
    """The draft with its clashes, questions and last changes; `error` as a sentence at its head."""
    draft = draft_timetable(db, event, by=viewer)
    newest = newest_timetable(db, event)
    number = (newest.number or 0) + 1 if newest else 1
    undoable = last_own_change(db, event, by=viewer)
    _ = translations(reader.language).gettext
    return event_page(
        reader,
        event,
        "manage/agenda.html",
        here="manage/agenda",
        status=error.status if error else 200,
        draft=draft,
        newest=newest,
        changes=changes_between(newest, draft.timetable),
        published=versions(db, event),
        warned=clashes_of_draft(db, event, draft.timetable, by=viewer),
        readings=pending_readings(db, event, by=viewer),
        history=draft_history(db, event, most=LAST_CHANGES, by=viewer),
        undoable=undoable,
        label=_("Version {number}").format(number=number) if label is None else label,
        reference=next_reference(event, draft.timetable.reference, newest)
        if reference is None
        else reference,
        problem=sentence(reader, error) if error else None,
        problem_at=problem_at,
        done=done,
        ask=lambda text: question_in(text, _),
    )


def back_to_draft(event: Event, done: str, uid: str | None = None) -> Response:
    """To the draft, which says what was done; at the entry `uid` if there is one."""
    place = f"#slot-{uid}" if uid else ""
    address = f"/events/{event.slug}/manage/agenda?done={done}{place}"
    return RedirectResponse(address, status_code=303)
