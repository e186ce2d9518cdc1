"""Adopting the conclusions: in the room here, and the freezing that every way ends in.

What is adopted never changes again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
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
    Conclusions,
    ConclusionsState,
)
from app.recommendations.rules import refuse_unfinished
from app.recommendations.silence_queries import printed_reservation, reservations_of
from app.recommendations.stages import Act, ParagraphAct, paragraph_after, stage_after
from app.recommendations.words import Translate, adoption_clause

# What a room can do; silence and votes come to their own ends.
_IN_THE_ROOM = {mode.value: mode for mode in (AdoptionMode.CONSENSUS, AdoptionMode.CHAIR_SUMMARY)}


@dataclass(frozen=True)
class Agreed:
    """How conclusions came to be adopted: the words of it, the day, and the stage after it."""

    mode: AdoptionMode
    clause: str
    on: date
    after: ConclusionsState
    note: str = ""


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
    if form.mode not in _IN_THE_ROOM:
        raise BadInput("Choose how the conclusions are adopted.", field="mode")
    mode = _IN_THE_ROOM[form.mode]
    conclusions = open_conclusions_for_update(db, event)
    after = stage_after(conclusions.state, Act.ADOPT)
    if form.revision != conclusions.revision:
        raise Refused("The conclusions changed since you opened them. Read them again, then adopt.")
    agreed = Agreed(
        mode=mode,
        clause=adoption_clause(mode, translate),
        on=now().astimezone(ZoneInfo(event.zone)).date(),
        after=after,
        note=form.note,
    )
    return freeze_adoption(db, event, conclusions, agreed, translate=translate, by=who)


def freeze_adoption(
    db: Writing,
    event: Event,
    conclusions: Conclusions,
    agreed: Agreed,
    *,
    translate: Translate,
    by: int,
) -> Adoption:
    """Freeze the text of locked conclusions; refused while brackets or open dispositions stand.

    The reservations of delegations are printed first, then those of the note, a line each.
    """
    records = load_records(db, event)
    note = AdoptionNote(
        clause=agreed.clause,
        method=AdoptionMethod(agreed.mode.value),
        adopted_on=agreed.on,
        place=event.place,
    )
    document = assemble(records, on=agreed.on, adoption=note, translate=translate)
    numbers = numbers_in(document)
    refuse_unfinished(records, numbers)
    typed = (line.strip() for line in agreed.note.split("\n"))
    reservations = (
        *(
            printed_reservation(one, name, numbers.get(f"p-{one.paragraph_id}"), translate)
            for one, name in reservations_of(db, conclusions.key)
        ),
        *filter(None, typed),
    )
    document = replace(document, adoption=replace(note, reservations=reservations))
    assert document.content_hash is not None
    adoption = Adoption(
        conclusions_id=conclusions.key,
        mode=agreed.mode,
        note=agreed.note,
        adopted_at=now(),
        adopted_by_id=by,
        content_hash=document.content_hash,
        document=frozen(document),
    )
    db.add(adoption)
    conclusions.state = agreed.after
    for line in records.paragraphs:
        if not line.is_deleted:
            line.row.state = paragraph_after(line.row.state, ParagraphAct.ADOPT)
    db.flush()
    record(
        db,
        event.key,
        "adopt",
        f"conclusions {conclusions.key}",
        by=by,
        mode=agreed.mode.value,
        content_hash=document.content_hash,
    )
    return adoption


def adopted_document(adoption: Adoption) -> ConclusionsDocument:
    """The document exactly as it was adopted."""
    return thawed(adoption.document)
