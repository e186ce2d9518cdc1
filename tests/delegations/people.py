"""Small helpers of the tests of people: a form as its page fills it, and a refusal caught."""

from __future__ import annotations

import pytest

from app.delegations.forms import ParticipantForm
from app.delegations.models import Participant
from app.delegations.rules import fingerprint
from app.delegations.sign_in import person_by_id
from app.errors import PlenaryError


def roles(database, person):
    with database.reading() as db:
        return {role.value for role in person_by_id(db, person.own_id).roles}


def form_of(database, person, **changes):
    with database.reading() as db:
        stored = db.get_one(Participant, person.own_id)
    form = ParticipantForm(
        name=stored.name,
        function=stored.function,
        email=stored.email or "",
        delegation_id=str(stored.delegation_id or ""),
        sector_id=str(stored.sector_id or ""),
        base=fingerprint(stored),
    )
    return form.model_copy(update=changes)


def refusal(database, action, *arguments, **named):
    with pytest.raises(PlenaryError) as caught, database.writing() as db:
        action(db, *arguments, **named)
    return caught.value
