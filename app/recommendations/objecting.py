"""A head objects, or reserves its delegation's position; what comes late is a reservation."""

from __future__ import annotations

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person
from app.events.journal import record
from app.events.models import Event
from app.recommendations.locking import (
    acting,
    conclusions_for_update,
    open_conclusions_for_update,
    own_delegation,
    paragraph_of,
)
from app.recommendations.models import Conclusions, Paragraph
from app.recommendations.silence import end_silence, running_silence
from app.recommendations.silence_forms import ObjectionForm, ReservationForm
from app.recommendations.silence_models import Objection, Reservation, SilenceEnd
from app.recommendations.stages import ADOPTED_STATES, Act, stage_after


def object_to_conclusions(
    db: Writing, event: Event, form: ObjectionForm, *, by: Person | None
) -> Objection | Reservation:
    """Break the silence; after the deadline the same words are noted as a reservation."""
    head = acting(by, Action.DECIDE_FOR_DELEGATION, event)
    delegation_id = own_delegation(by)
    paragraph_id = form.check()
    conclusions = open_conclusions_for_update(db, event)
    after = stage_after(conclusions.state, Act.OBJECT)
    paragraph = paragraph_of(db, conclusions, paragraph_id)
    silence = running_silence(db, conclusions)
    moment = now()
    if moment >= silence.deadline:
        return _reserve(
            db, event, conclusions, delegation_id, paragraph, form.reason, is_late=True, by=head
        )
    objection = Objection(
        silence_id=silence.key,
        delegation_id=delegation_id,
        paragraph_id=paragraph.key,
        paragraph_revision=paragraph.revision,
        reason=form.reason,
        objected_at=moment,
        objected_by_id=head,
    )
    db.add(objection)
    end_silence(silence, SilenceEnd.BROKEN, by=head)
    conclusions.state = after
    db.flush()
    record(db, event.key, "object", f"paragraph {paragraph.key}", by=head, delegation=delegation_id)
    return objection


def reserve_position(
    db: Writing, event: Event, form: ReservationForm, *, by: Person | None
) -> Reservation:
    """Note where a delegation's position differs: printed with the adoption, beside it if later."""
    head = acting(by, Action.DECIDE_FOR_DELEGATION, event)
    delegation_id = own_delegation(by)
    paragraph_id = form.check()
    conclusions = conclusions_for_update(db, event)
    paragraph = paragraph_of(db, conclusions, paragraph_id) if paragraph_id is not None else None
    is_late = conclusions.state in ADOPTED_STATES
    return _reserve(
        db, event, conclusions, delegation_id, paragraph, form.text, is_late=is_late, by=head
    )


def _reserve(
    db: Writing,
    event: Event,
    conclusions: Conclusions,
    delegation_id: int,
    paragraph: Paragraph | None,
    text: str,
    *,
    is_late: bool,
    by: int,
) -> Reservation:
    reservation = Reservation(
        conclusions_id=conclusions.key,
        delegation_id=delegation_id,
        paragraph_id=paragraph.key if paragraph else None,
        text=text,
        is_late=is_late,
        made_at=now(),
        made_by_id=by,
    )
    db.add(reservation)
    db.flush()
    record(
        db, event.key, "reserve", f"conclusions {conclusions.key}", by=by, delegation=delegation_id
    )
    return reservation
