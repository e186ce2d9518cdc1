"""What pages of conclusions share: their language, a refusal beside what was typed, the desk."""

from __future__ import annotations

from starlette.responses import HTMLResponse, RedirectResponse

from app.db import Database, Reading
from app.delegations.rights import Action, Person, may
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import Reader, fragment, sentence, translations
from app.recommendations.annexes import where_or_why
from app.recommendations.comparing_words import word_diff
from app.recommendations.document.numbering import mark
from app.recommendations.queries import desk
from app.recommendations.words import Translate
from app.routes.conclusions_shelf import Asked, shelf
from app.routes.event_pages import event_page


def conclusions_page(
    reader: Reader,
    event: Event,
    template: str,
    *,
    refusal: PlenaryError | None = None,
    here: str = "conclusions",
    **context: object,
) -> HTMLResponse:
    """A page of conclusions or, with `here`, of recommendations; a refusal gives it its status."""
    return event_page(
        reader,
        event,
        f"{here}/{template}",
        here=here,
        status=refusal.status if refusal else 200,
        headers=None,
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
        compared=word_diff,
        **context,
    )


def in_language_of(event: Event) -> Translate:
    """The gettext function of the event's working language, in which its documents are written."""
    return translations(event.language.split("-")[0]).gettext


def desk_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    refusal: PlenaryError | None = None,
    *,
    asked: Asked | None = None,
    done: str = "",
) -> HTMLResponse:
    """The desk, with the sentence of a refusal if there was one."""
    translate = in_language_of(event)
    found = desk(db, event, translate=translate, by=viewer)
    return conclusions_page(
        reader,
        event,
        "desk.html",
        desk=found,
        shelf=shelf(
            found.records.recommendations,
            asked or Asked(),
            found.event_sessions,
            found.records.names,
        ),
        lines={line.row.key: line for line in found.records.paragraphs},
        mark=mark,
        where_or_why=lambda line: where_or_why(line, found.records, found.numbers, translate),
        may_merge=may(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
        and not found.adoption,
        may_adopt=may(viewer, Action.ADOPT_CONCLUSIONS, event_id=event.key) and not found.adoption,
        done=done,
        refusal=refusal,
    )


def part_of_desk(reader: Reader, event: Event, template: str, **context: object) -> HTMLResponse:
    """A part of the desk, asked for by the desk itself."""
    text = fragment(reader, f"conclusions/{template}", event=event, **context)
    return HTMLResponse(text, headers={"Cache-Control": "no-store"})


def refused(
    database: Database,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    refusal: PlenaryError,
) -> HTMLResponse:
    """The desk as it now stands, with the sentence of a refusal."""
    with database.reading() as db:
        return desk_page(db, event, reader, viewer, refusal)


def to_desk(event: Event, done: str, paragraph_id: int | None = None) -> RedirectResponse:
    """Back to the desk after a change, at the paragraph concerned."""
    place = f"#p-{paragraph_id}" if paragraph_id else ""
    address = f"/events/{event.slug}/conclusions/desk?done={done}{place}"
    return RedirectResponse(address, status_code=303)
