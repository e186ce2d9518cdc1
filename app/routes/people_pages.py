"""What the organisers' pages about people have in common: lists to choose from, refusals shown."""

from __future__ import annotations

from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse

from app.agenda.queries import draft_timetable, newest_timetable
from app.db import Reading
from app.delegations.queries import delegations_with_members, sectors
from app.delegations.rights import Action, Person, require
from app.delegations.rules import Fault
from app.delegations.territories import territories
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import Reader, sentence, translations
from app.routes.event_pages import event_page

HERE = "manage/participants"


def people_page(
    reader: Reader,
    event: Event,
    template: str,
    *,
    refusal: PlenaryError | None = None,
    headers: dict[str, str] | None = None,
    **context: object,
) -> HTMLResponse:
    """A page of `manage/participants`, with the sentence of a refusal beside its field."""
    field = getattr(refusal, "field", None)
    said = sentence(reader, refusal) if refusal else None
    return event_page(
        reader,
        event,
        f"people/{template}",
        here=HERE,
        status=refusal.status if refusal else 200,
        headers=headers,
        problems=[(field, said)] if said else [],
        wrong={field: said} if field else {},
        top=f"/events/{event.slug}/manage",
        **context,
    )


def choices(db: Reading, event: Event, reader: Reader, by: Person | None) -> dict[str, Any]:
    """What a form about people chooses from: delegations, sectors, States."""
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    return {
        "delegations": [(one.id, one.name) for one in delegations_with_members(db, event, by=by)],
        "sectors": [(one.key, one.name) for one in sectors(db, event)],
        "states": territories(reader.language),
    }


def event_sessions(db: Reading, event: Event, by: Person | None) -> dict[int, str]:
    """The event sessions of the published agenda or else the draft: id → name, breaks left out."""
    timetable = newest_timetable(db, event) or draft_timetable(db, event, by=by).timetable
    return {
        entry.event_session_id: entry.name
        for entry in timetable.entries
        if entry.kind.value not in {"break", "registration", "social"} and not entry.is_cancelled
    }


def said(reader: Reader, fault: Fault) -> str:
    """A broken rule in the reader's language."""
    return fault.said(translations(reader.language).gettext)


def back_to_people(event: Event, anchor: str = "") -> RedirectResponse:
    """To the list of people, after a change."""
    return RedirectResponse(f"/events/{event.slug}/{HERE}{anchor}", status_code=303)
