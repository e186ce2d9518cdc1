"""What the organisers' pages about mails have in common: languages, refusals shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse

from app.agenda.saying import Sayer
from app.agenda.vevent import CalendarFacts
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import LANGUAGES, Reader, sentence, translations
from app.routes.calendars import calendar_facts
from app.routes.event_pages import event_page
from app.settings import Settings

HERE = "manage/mails"


def mail_page(
    reader: Reader,
    event: Event,
    template: str,
    *,
    refusal: PlenaryError | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page of `manage/mails`, with the sentence of a refusal beside its field."""
    field = getattr(refusal, "field", None)
    said = sentence(reader, refusal) if refusal else None
    return event_page(
        reader,
        event,
        f"mail/{template}",
        here=HERE,
        status=refusal.status if refusal else 200,
        problems=[(field, said)] if said else [],
        wrong={field: said} if field else {},
        top=f"/events/{event.slug}/{HERE}",
        **context,
    )


def sayers() -> Mapping[str, Sayer]:
    """Somebody to say things in each language that there is."""
    return {one: Sayer(translations(one).gettext, one) for one in LANGUAGES}


def facts_of(event: Event, settings: Settings) -> CalendarFacts:
    """What stands around the event in mails."""
    return calendar_facts(event, settings)


def back_to_mails(event: Event, more: str = "") -> RedirectResponse:
    """To the list of mails, after a change."""
    return RedirectResponse(f"/events/{event.slug}/{HERE}{more}", status_code=303)
