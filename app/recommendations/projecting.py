"""Which paragraph the room has before it, and what it sees of the text while the podium edits."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.journal import record
from app.events.models import Event
from app.recommendations.agreement import Agreement, Clause, loaded_text
from app.recommendations.bracketing import Piece, pieces
from app.recommendations.counting_changes import changes_of_text
from app.recommendations.locking import acting, conclusions_for_update, paragraph_of
from app.recommendations.models import Conclusions
from app.recommendations.projecting_models import ProjectedParagraph
from app.recommendations.words import Translate


@dataclass(frozen=True)
class Projected:
    """What the room sees: one paragraph with its brackets, or how far the whole is."""

    event: Event
    conclusions_id: int
    seq: int
    text: Agreement
    clause: Clause | None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The paragraph's text, cut at its brackets."""
        return pieces(self.clause.line.text) if self.clause else ()

    @property
    def open(self) -> tuple[Clause, ...]:
        """The paragraphs with words in brackets."""
        return tuple(one for one in self.text.clauses if one.line.is_bracketed)


def show_paragraph(
    db: Writing, event: Event, paragraph_id: int | None, *, by: Person | None
) -> None:
    """Bring a paragraph before the room, or (None) take it away."""
    who = acting(by, Action.ADOPT_CONCLUSIONS, event)
    conclusions = conclusions_for_update(db, event)
    if paragraph_id is not None:
        paragraph_of(db, conclusions, paragraph_id)
    shown = db.exec(
        select(ProjectedParagraph)
        .where(col(ProjectedParagraph.conclusions_id) == conclusions.key)
        .execution_options(populate_existing=True)
    ).first()
    if shown is None:
        shown = ProjectedParagraph(conclusions_id=conclusions.key, shown_at=now(), shown_by_id=who)
        db.add(shown)
    shown.paragraph_id = paragraph_id
    shown.shown_at = now()
    shown.shown_by_id = who
    subject = f"paragraph {paragraph_id}" if paragraph_id else f"conclusions {conclusions.key}"
    record(db, event.key, "show the room", subject, by=who)


def projected(
    db: Reading, event: Event, *, translate: Translate = str, by: Person | None
) -> Projected | None:
    """What the room sees, for whoever may show it; None before there are conclusions."""
    require(by, Action.SHOW_PROJECTOR, event_id=event.key)
    number = db.exec(
        select(col(Conclusions.id)).where(col(Conclusions.event_id) == event.key)
    ).first()
    return projection_of(db, number, translate=translate) if number else None


def projection_of(db: Reading, conclusions_id: int, *, translate: Translate = str) -> Projected:
    """The same by the number of the conclusions; asks no right."""
    found = db.exec(
        select(Event, Conclusions)
        .join(Conclusions, col(Conclusions.event_id) == col(Event.id))
        .where(col(Conclusions.id) == conclusions_id)
    ).first()
    if found is None:
        raise NotFound("There are no such conclusions. Start from the list of events.")
    event, conclusions = found
    # Before the rows: a change in between is shown, and shown again under its own number.
    seq = changes_of_text(db, event.key)
    shown = db.exec(
        select(col(ProjectedParagraph.paragraph_id)).where(
            col(ProjectedParagraph.conclusions_id) == conclusions.key
        )
    ).first()
    text = loaded_text(db, event, translate=translate)
    clause = text.clause(shown) if shown else None
    return Projected(event, conclusions.key, seq, text, clause)
