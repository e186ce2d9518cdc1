"""What is still open goes on at the next event: its points are followed up there, and its draft
agenda has a place for them. Knows no page; the new event is made elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from app.agenda.drafts import draft_for_update
from app.agenda.editing import add_slot
from app.agenda.forms import EntryForm
from app.agenda.models import Question
from app.db import Writing
from app.delegations.rights import Action, Person, organiser_at, require
from app.errors import BadInput
from app.events.journal import record
from app.events.models import Event
from app.recommendations.following_up.models import FollowedPoint
from app.recommendations.following_up.queries import load_points
from app.recommendations.following_up.taking_up import follow_up_for_update
from app.recommendations.following_up.views import PointView
from app.recommendations.words import Translate

_MOST_ABSTRACT = 8_000
_MOST_QUESTION = 400


class Bring(StrEnum):
    """How the draft agenda of the next event has a place for what is open."""

    ENTRY = "entry"
    QUESTIONS = "questions"


def bring_in(text: str) -> Bring | None:
    """How open points are brought, None where they stay; BadInput for no such way."""
    if not text:
        return None
    if text not in set(Bring):
        raise BadInput("Choose what becomes of the open points.", field="bring")
    return Bring(text)


def bring_open_points(
    db: Writing,
    event: Event,
    made: Event,
    bring: Bring,
    *,
    starts: date,
    translate: Translate = str,
    by: Person | None,
) -> int:
    """Follow up at `made` what is open at `event`, each point linked to its own there; how many.

    Its draft gets an entry on the day `starts` with all of them, or a question for each. Owners do
    not come along: their delegations are not entered there yet.
    """
    require(by, Action.MANAGE_FOLLOW_UP, event_id=event.key)
    points = [point for point in load_points(db, event) if point.is_open]
    if not points:
        return 0
    follow_up_for_update(db, made, by=None)
    for position, point in enumerate(points, 1):
        row = point.row
        db.add(
            FollowedPoint(
                event_id=made.key,
                follows_id=row.key,
                position=position,
                number=row.number,
                kind=row.kind,
                text=row.text,
                addressee=row.addressee,
                delegation=row.delegation,
            )
        )
    if bring is Bring.ENTRY:
        _as_entry(db, event, made, points, starts, translate)
    else:
        _as_questions(db, made, points, translate)
    db.flush()
    record(db, made.key, "bring open points", f"event {event.key}", by=None, count=len(points))
    return len(points)


def _as_entry(
    db: Writing,
    event: Event,
    made: Event,
    points: Sequence[PointView],
    starts: date,
    _: Translate,
) -> None:
    told: list[str] = []
    room = _MOST_ABSTRACT - 200
    for point in points:
        line = f"– {_first_line(point)}"
        if sum(map(len, told)) + len(told) + len(line) > room:
            told.append(_("… and {count} more.").format(count=len(points) - len(told)))
            break
        told.append(line)
    title = _("Follow-up: what became of {title}").format(title=event.short_title or event.title)
    form = EntryForm(title=title[:500], abstract="\n".join(told), day=starts.isoformat())
    add_slot(db, made, form, by=organiser_at(made))


def _as_questions(db: Writing, made: Event, points: Sequence[PointView], _: Translate) -> None:
    draft = draft_for_update(db, made, by=organiser_at(made))
    for point in points:
        text = _first_line(point)
        short = text if len(text) <= _MOST_QUESTION else text[:_MOST_QUESTION].rstrip() + "…"
        question = _("Where on the agenda is it said what became of this: {text}")
        db.add(Question(agenda_id=draft.key, text=question.format(text=short)))


def _first_line(point: PointView) -> str:
    return " ".join(filter(None, [point.row.number, point.row.text.split("\n")[0]]))
