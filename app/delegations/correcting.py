"""Correcting one's own entry: name, function, address; never roles, sector or delegation."""

from __future__ import annotations

from app.db import Writing
from app.delegations.actions import check_email_is_free
from app.delegations.forms import ParticipantForm
from app.delegations.locking import participant_for_update, people_for_update
from app.delegations.models import Participant
from app.delegations.rights import Action, Person, require
from app.delegations.rules import fingerprint
from app.errors import StaleWrite
from app.events.journal import record


def correct_oneself(
    db: Writing, event_id: int, form: ParticipantForm, *, by: Person | None
) -> Participant:
    """Correct one's own name, function and address; at once, and noted in the journal.

    StaleWrite when the entry changed since the form was filled.
    """
    require(by, Action.CHANGE_OWN_ENTRY, event_id=event_id)
    assert by is not None
    people_for_update(db, event_id, by, Action.CHANGE_OWN_ENTRY)
    participant = participant_for_update(db, event_id, by.own_id)
    name, function = form.checked_name(), form.checked_function()
    email = form.checked_email()
    if form.base != fingerprint(participant):
        theirs = (participant.name, participant.function, participant.email or "")
        yours = (name, function, email or "")
        raise StaleWrite(base="", theirs=" · ".join(theirs), yours=" · ".join(yours), revision=0)
    check_email_is_free(
        db, Participant(id=participant.id, event_id=event_id, name=name, email=email)
    )
    participant.name, participant.function, participant.email = name, function, email
    record(db, event_id, "correct own entry", f"participant {participant.key}", by=by.own_id)
    return participant
