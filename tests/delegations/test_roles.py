"""Roles given and taken, also by two organisers at once."""

from __future__ import annotations

import threading

import pytest
from sqlmodel import col, select

from app.delegations.actions import (
    add_participant,
    remove_participant,
)
from app.delegations.appointing import appoint, dismiss
from app.delegations.forms import ParticipantForm
from app.delegations.models import Appointment, Participant, Role
from app.delegations.queries import delegations_with_members
from app.delegations.sign_in import person_by_id
from app.errors import (
    BadInput,
    Refused,
)
from app.events.models import Event
from tests.delegations.people import refusal, roles


def test_a_new_head_lets_the_former_step_back(database, cast):
    with database.writing() as db:
        appoint(db, cast.event_id, cast.georgia_delegate.own_id, Role.HEAD, by=cast.organiser)
        told = dict(db.notices)
    assert roles(database, cast.georgia_delegate) == {"head"}
    assert roles(database, cast.georgia_head) == {"delegate"}
    assert roles(database, cast.ukraine_head) == {"head"}
    assert told == {
        f"person-{cast.georgia_head.own_id}": 1012,
        f"person-{cast.georgia_delegate.own_id}": 1012,
    }


def test_two_organisers_at_once_leave_a_delegation_one_head(database, cast):
    people = [cast.georgia_delegate.own_id]
    with database.writing() as db:
        for number in range(3):
            form = ParticipantForm(
                name=f"D {number}", delegation_id=str(cast.georgia_id), role="delegate"
            )
            people.append(add_participant(db, cast.event_id, form, by=cast.organiser).key)
    ready = threading.Barrier(len(people))

    def make_head(participant_id):
        ready.wait()
        with database.writing() as db:
            appoint(db, cast.event_id, participant_id, Role.HEAD, by=cast.organiser)

    threads = [threading.Thread(target=make_head, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        georgia = delegations_with_members(db, event, by=cast.organiser)[0]
        held = db.exec(
            select(Appointment.participant_id)
            .join(Participant, col(Participant.id) == col(Appointment.participant_id))
            .where(Participant.delegation_id == cast.georgia_id)
        ).all()
    assert georgia.heads == 1
    assert len(held) == len(set(held)) == 5


def test_two_organisers_at_once_appoint_somebody_once(database, cast):
    ready = threading.Barrier(4)

    def make_chair():
        ready.wait()
        with database.writing() as db:
            appoint(db, cast.event_id, cast.speaker.own_id, Role.CHAIR, by=cast.organiser)

    threads = [threading.Thread(target=make_chair) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    with database.reading() as db:
        held = db.exec(
            select(Appointment.role).where(Appointment.participant_id == cast.speaker.own_id)
        ).all()
    assert sorted(held) == [Role.CHAIR, Role.SPEAKER]


def test_a_role_may_hold_in_one_event_session_only(database, cast):
    with database.writing() as db:
        appoint(
            db, cast.event_id, cast.speaker.own_id, Role.RAPPORTEUR,
            event_session_id=cast.workshop_id, by=cast.organiser,
        )  # fmt: skip
        person = person_by_id(db, cast.speaker.own_id)
    assert person.roles_at(cast.workshop_id) == {Role.SPEAKER, Role.RAPPORTEUR}
    assert person.roles_at(cast.other_workshop_id) == {Role.SPEAKER}
    with database.writing() as db:
        dismiss(
            db, cast.event_id, cast.speaker.own_id, Role.RAPPORTEUR,
            event_session_id=cast.workshop_id, by=cast.organiser,
        )  # fmt: skip
        assert person_by_id(db, cast.speaker.own_id).roles_in == ()


@pytest.mark.parametrize(("role", "where"), [(Role.HEAD, 1), (Role.CHAIR, 999)])
def test_a_role_in_a_session_is_one_of_the_podium_in_a_session_of_this_event(
    database, cast, role, where
):
    error = refusal(
        database, appoint, cast.event_id, cast.georgia_head.own_id, role,
        event_session_id=where, by=cast.organiser,
    )  # fmt: skip
    assert isinstance(error, BadInput)


def test_the_last_role_and_the_last_organiser_stay(database, cast):
    error = refusal(
        database, dismiss, cast.event_id, cast.speaker.own_id, Role.SPEAKER, by=cast.organiser
    )
    assert isinstance(error, Refused)
    with database.writing() as db:
        appoint(db, cast.event_id, cast.organiser.own_id, Role.CHAIR, by=cast.organiser)
    only = "This is the only organiser of the event. Appoint another one first."
    for action, more in ((dismiss, (Role.ORGANISER,)), (remove_participant, ())):
        error = refusal(
            database, action, cast.event_id, cast.organiser.own_id, *more, by=cast.organiser
        )
        assert str(error) == only
    with database.writing() as db:
        appoint(db, cast.event_id, cast.chair.own_id, Role.ORGANISER, by=cast.organiser)
        dismiss(db, cast.event_id, cast.organiser.own_id, Role.ORGANISER, by=cast.organiser)
    assert roles(database, cast.organiser) == {"chair"}
