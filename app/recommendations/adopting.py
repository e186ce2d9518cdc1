"""Adopting the conclusions in the room. What is adopted never changes again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import BadInput, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.assembling import assemble, numbers_in
from app.recommendations.document.tree import AdoptionMethod, AdoptionNote, ConclusionsDocument
from app.recommendations.forms import AdoptionForm
from app.recommendations.freezing import frozen, thawed
from app.recommendations.loading import load_records
from app.recommendations.locking import acting, open_conclusions_for_update
from app.recommendations.models import (
    Adoption,
    AdoptionMode,
)
from app.recommendations.rules import refuse_unfinished
from app.recommendations.stages import Act, ParagraphAct, paragraph_after, stage_after
from app.recommendations.words import Translate, adoption_clause


def adopt_conclusions(
    db: Writing,
    event: Event,
    form: AdoptionForm,
    *,
    translate: Translate = str,
    by: Person | None,
) -> Adoption:
    """Adopt the text of `form.revision` and freeze its document, in the event's language.

    Refused with a sentence while a paragraph is bracketed, while a submitted recommendation has no
    disposition, or when the text changed since. Each line of `form.note` becomes a reservation.
    """
    who = acting(by, Action.ADOPT_CONCLUSIONS, event)
    try:
        mode = AdoptionMode(form.mode)
    except ValueError:
        raise BadInput("Choose how the conclusions are adopted.", field="mode") from None
    conclusions = open_conclusions_for_update(db, event)
    if form.revision != conclusions.revision:
        raise Refused("The conclusions changed since you opened them. Read them again, then adopt.")
    state = stage_after(conclusions.state, Act.ADOPT)
    moment = now()
    on = moment.astimezone(ZoneInfo(event.zone)).date()
    note = AdoptionNote(
        clause=adoption_clause(mode, translate),
        method=AdoptionMethod(mode.value),
        adopted_on=on,
        place=event.place,
        reservations=tuple(filter(None, (line.strip() for line in form.note.split("\n")))),
    )
    records = load_records(db, event)
    document = assemble(records, on=on, adoption=note, translate=translate)
    refuse_unfinished(records, numbers_in(document))
    assert document.content_hash is not None
    adoption = Adoption(
        conclusions_id=conclusions.key,
        mode=mode,
        note=form.note,
        adopted_at=moment,
        adopted_by_id=who,
        content_hash=document.content_hash,
        document=frozen(document),
    )
    db.add(adoption)
    conclusions.state = state
    for line in records.paragraphs:
        if not line.is_deleted:
            line.row.state = paragraph_after(line.row.state, ParagraphAct.ADOPT)
    db.flush()
    record(
        db,
        event.key,
        "adopt",
        f"conclusions {conclusions.key}",
        by=who,
        content_hash=document.content_hash,
    )
    return adoption


def adopted_document(adoption: Adoption) -> ConclusionsDocument:
    """The document exactly as it was adopted."""
    return thawed(adoption.document)
