"""The rapporteur writes the conclusions: title, paragraphs, their order. Nothing is ever lost.

Every change of a text names the revision it started from; a deleted paragraph is kept, struck.
"""

from __future__ import annotations

from sqlmodel import col, select

from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import NotFound, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.forms import ParagraphForm, TitleForm
from app.recommendations.locking import (
    acting,
    changed,
    open_conclusions_for_update,
    paragraph_of,
)
from app.recommendations.models import (
    Conclusions,
    Paragraph,
    ParagraphRevision,
    ParagraphState,
)
from app.recommendations.paragraphs import place, refuse_stale, revisions, write
from app.recommendations.stages import ParagraphAct, paragraph_after
from app.recommendations.standing import standing_merges


def add_paragraph(
    db: Writing, event: Event, form: ParagraphForm, *, by: Person | None
) -> Paragraph:
    """A new paragraph in the rapporteur's own words, at the end, or under another one."""
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    form.check()
    kind = form.paragraph_kind()
    conclusions = open_conclusions_for_update(db, event)
    parent_id = form.parent()
    if parent_id is not None:
        kind = paragraph_of(db, conclusions, parent_id).kind
    paragraph = place(
        db,
        conclusions,
        kind,
        form.text,
        addressee=form.addressee,
        responsible=form.responsible,
        time=form.time,
        parent_id=parent_id,
        by=rapporteur,
    )
    changed(conclusions)
    record(db, event.key, "add", f"paragraph {paragraph.key}", by=rapporteur)
    return paragraph


def write_paragraph(
    db: Writing, event: Event, paragraph_id: int, form: ParagraphForm, *, by: Person | None
) -> Paragraph:
    """Give a paragraph a new text; StaleWrite with both texts if it has a newer one."""
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    form.check()
    conclusions = open_conclusions_for_update(db, event)
    paragraph = paragraph_of(db, conclusions, paragraph_id)
    refuse_stale(db, paragraph, form.revision, yours=form.text)
    newest = revisions(db, paragraph)[-1]
    if _says_the_same(newest, form):
        return paragraph
    write(
        db,
        paragraph,
        form.text,
        addressee=form.addressee,
        responsible=form.responsible,
        time=form.time,
        by=rapporteur,
    )
    changed(conclusions)
    record(
        db,
        event.key,
        "write",
        f"paragraph {paragraph.key}",
        by=rapporteur,
        revision=paragraph.revision,
    )
    return paragraph


def delete_paragraph(
    db: Writing, event: Event, paragraph_id: int, *, by: Person | None
) -> Paragraph:
    """Strike a paragraph. Refused while a merge stands in it or paragraphs stand under it."""
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    paragraph = paragraph_of(db, conclusions, paragraph_id)
    if any(
        merge.paragraph_id == paragraph.key for merge, _ in standing_merges(db, conclusions.key)
    ):
        raise Refused(
            "Sources were merged into this paragraph and would be lost. Undo those merges first."
        )
    below = db.exec(
        select(Paragraph.id).where(
            col(Paragraph.parent_id) == paragraph.key,
            col(Paragraph.state) != ParagraphState.DELETED,
        )
    ).first()
    if below is not None:
        raise Refused("Other paragraphs stand under this one. Delete those first.")
    paragraph.state = paragraph_after(paragraph.state, ParagraphAct.STRIKE)
    changed(conclusions)
    record(db, event.key, "delete", f"paragraph {paragraph.key}", by=rapporteur)
    return paragraph


def name_conclusions(
    db: Writing, event: Event, form: TitleForm, *, by: Person | None
) -> Conclusions:
    """Give the conclusions their title, and the reference number that the organisers assigned."""
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    form.check()
    conclusions = open_conclusions_for_update(db, event)
    conclusions.title, conclusions.reference = form.title, form.reference
    changed(conclusions)
    record(db, event.key, "name", f"conclusions {conclusions.key}", by=rapporteur)
    return conclusions


def _says_the_same(revision: ParagraphRevision, form: ParagraphForm) -> bool:
    names = ("text", "addressee", "responsible", "time")
    return all(getattr(revision, name) == getattr(form, name) for name in names)


def no_paragraph() -> NotFound:
    """One sentence for a paragraph that is not there, or not for this reader."""
    return NotFound("There is no such paragraph in these conclusions. Go back to them.")
