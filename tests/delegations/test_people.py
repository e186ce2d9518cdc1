"""Entering, changing and removing delegations and people; who may see whom."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.delegations.actions import (
    add_delegation,
    add_participant,
    add_sector,
    change_delegation,
    change_participant,
    remove_delegation,
    remove_participant,
)
from app.delegations.appointing import appoint
from app.delegations.forms import DelegationForm, ParticipantForm, SectorForm
from app.delegations.models import Delegation, Participant, Role
from app.delegations.queries import delegations_with_members, own_entry, participants
from app.delegations.rights import organiser_at
from app.delegations.sign_in import issue_link, open_link, person_by_cookie, person_by_id
from app.errors import (
    BadInput,
    Forbidden,
    Gone,
    NotFound,
    SignInNeeded,
    StaleWrite,
)
from app.events.models import Event, Record
from tests.delegations.people import form_of, refusal


def test_a_state_gets_its_usual_name_unless_the_event_has_its_own(database, cast):
    with database.writing() as db:
        usual = add_delegation(db, cast.event_id, DelegationForm(territory="md"), by=cast.organiser)
        own = add_delegation(
            db, cast.event_id, DelegationForm(territory="TR", name="Turkey"), by=cast.organiser
        )
        by_name = add_delegation(
            db, cast.event_id, DelegationForm(name="Republic of Serbia"), by=cast.organiser
        )
    assert (usual.name, own.name) == ("Moldova", "Turkey")
    assert (by_name.territory, by_name.name) == ("RS", "Republic of Serbia")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (DelegationForm(), "territory"),
        (DelegationForm(territory="EU"), "territory"),
        (DelegationForm(territory="GE", name="Sakartvelo"), "territory"),
        (DelegationForm(kind="organisation"), "name"),
        (DelegationForm(kind="organisation", name="GEORGIA"), "name"),
        (DelegationForm(kind="empire", name="X"), "kind"),
        (DelegationForm(kind="organisation", name="X" * 201), "name"),
    ],
)
def test_a_delegation_that_is_none_or_already_there_is_refused(database, cast, form, field):
    error = refusal(database, add_delegation, cast.event_id, form, by=cast.organiser)
    assert isinstance(error, BadInput)
    assert error.field == field


def test_a_delegation_with_members_stays_and_an_empty_one_goes(database, cast):
    error = refusal(database, remove_delegation, cast.event_id, cast.georgia_id, by=cast.organiser)
    assert str(error).startswith("Georgia has had members here")
    with database.writing() as db:
        form = DelegationForm(territory="RS")
        added = add_delegation(db, cast.event_id, form, by=cast.organiser)
        changed = DelegationForm(kind="organisation", name="A union")
        change_delegation(db, cast.event_id, added.key, changed, by=cast.organiser)
    assert added.territory is None
    with database.writing() as db:
        remove_delegation(db, cast.event_id, added.key, by=cast.organiser)
    with database.reading() as db:
        assert db.get(Delegation, added.key) is None


def test_a_sector_is_added_once(database, cast):
    with database.writing() as db:
        added = add_sector(db, cast.event_id, SectorForm(name=" Courts "), by=cast.organiser)
    assert (added.name, added.position) == ("Courts", 3)
    error = refusal(
        database, add_sector, cast.event_id, SectorForm(name="COURTS"), by=cast.organiser
    )
    assert str(error) == "There is already a sector “COURTS”."


def test_a_person_is_entered_with_a_role(database, cast):
    form = ParticipantForm(
        name="  Prosecutor,\n General Prosecution ",
        email="p@example.org",
        delegation_id=str(cast.georgia_id),
        role="delegate",
    )
    with database.writing() as db:
        added = add_participant(db, cast.event_id, form, by=cast.organiser)
        person = person_by_id(db, added.key)
    assert added.name == "Prosecutor, General Prosecution"
    assert person.roles == {Role.DELEGATE}
    assert person.delegation_id == cast.georgia_id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " \x00 "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"email": "nobody"}, "email"),
        ({"delegation_id": "999"}, "delegation_id"),
        ({"delegation_id": "1e3"}, "delegation_id"),
        ({"delegation_id": "9" * 30}, "delegation_id"),
        ({"sector_id": "999"}, "sector_id"),
        ({"role": "public"}, "role"),
        ({"role": "king"}, "role"),
        ({"delegation_id": ""}, "role"),
        ({"role": "head"}, "role"),
    ],
)
def test_what_cannot_be_entered_is_refused_with_its_field(database, cast, changes, field):
    form = ParticipantForm(
        name="A", delegation_id=str(cast.georgia_id), role="delegate"
    ).model_copy(update=changes)
    error = refusal(database, add_participant, cast.event_id, form, by=cast.organiser)
    assert isinstance(error, BadInput)
    assert error.field == field
    with database.reading() as db:
        assert db.exec(select(Participant).where(Participant.name == "A")).all() == []


def test_nobody_is_put_into_another_events_delegation(database, cast):
    with database.writing() as db:
        form = DelegationForm(territory="RS")
        foreign = add_delegation(db, cast.outsider.event_id, form, by=cast.outsider)
    changed = form_of(database, cast.observer, delegation_id=str(foreign.key))
    error = refusal(
        database, change_participant, cast.event_id, cast.observer.own_id, changed,
        by=cast.organiser,
    )  # fmt: skip
    assert str(error) == "Choose a delegation of this event."


def test_an_address_belongs_to_one_person(database, cast):
    with database.writing() as db:
        db.get_one(Participant, cast.observer.own_id).email = "a@example.org"
    changed = form_of(database, cast.speaker, email="A@example.org")
    error = refusal(
        database, change_participant, cast.event_id, cast.speaker.own_id, changed,
        by=cast.organiser,
    )  # fmt: skip
    assert str(error).startswith("Observer, civil society has this e-mail address already.")


def test_the_second_of_two_organisers_sees_what_the_first_wrote(database, cast):
    first = form_of(database, cast.speaker, function="Judge")
    second = form_of(database, cast.speaker, name="Speaker of the court")
    with database.writing() as db:
        change_participant(db, cast.event_id, cast.speaker.own_id, first, by=cast.organiser)
    error = refusal(
        database, change_participant, cast.event_id, cast.speaker.own_id, second,
        by=cast.organiser,
    )  # fmt: skip
    assert isinstance(error, StaleWrite)
    assert error.theirs == "Speaker, international organisation · Judge"
    assert error.yours == "Speaker of the court"


def test_the_same_change_twice_is_no_conflict(database, cast):
    form = form_of(database, cast.speaker, function="Judge")
    for _ in range(2):
        with database.writing() as db:
            change_participant(db, cast.event_id, cast.speaker.own_id, form, by=cast.organiser)
    with database.reading() as db:
        assert db.get_one(Participant, cast.speaker.own_id).function == "Judge"


def test_nobody_without_a_delegation_is_a_delegate(database, cast):
    error = refusal(
        database, appoint, cast.event_id, cast.observer.own_id, Role.HEAD, by=cast.organiser
    )
    assert str(error).startswith("Observer, civil society is in no delegation.")
    changed = form_of(database, cast.georgia_delegate, delegation_id="")
    error = refusal(
        database, change_participant, cast.event_id, cast.georgia_delegate.own_id, changed,
        by=cast.organiser,
    )  # fmt: skip
    assert str(error).startswith("A delegate needs a delegation.")


def test_a_head_does_not_move_into_a_delegation_that_has_one(database, cast):
    changed = form_of(database, cast.georgia_head, delegation_id=str(cast.ukraine_id))
    error = refusal(
        database, change_participant, cast.event_id, cast.georgia_head.own_id, changed,
        by=cast.organiser,
    )  # fmt: skip
    assert str(error).startswith("This delegation has a head already: Head of delegation, Kyiv.")


def test_who_leaves_is_out_at_once(database, cast):
    with database.writing() as db:
        token = issue_link(db, cast.georgia_delegate.own_id, by=None)
        cookie = open_link(db, token, days=1).cookie
    with database.writing() as db:
        remove_participant(db, cast.event_id, cast.georgia_delegate.own_id, by=cast.organiser)
        assert db.notices == {f"person-{cast.georgia_delegate.own_id}": 4403}
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        assert person_by_cookie(db, cookie) is None
        names = [one.name for one in participants(db, event, by=cast.organiser)]
    assert "Delegate, Tbilisi police" not in names
    assert isinstance(refusal(database, open_link, token, days=1), Gone)
    again = refusal(
        database, remove_participant, cast.event_id, cast.georgia_delegate.own_id,
        by=cast.organiser,
    )  # fmt: skip
    assert isinstance(again, NotFound)


def test_only_organisers_of_this_event_change_people(database, cast):
    form = form_of(database, cast.observer, name="Somebody else")
    for person in (*cast.everybody.values(), None):
        if person is cast.organiser:
            continue
        for action, arguments in (
            (change_participant, (cast.observer.own_id, form)),
            (remove_participant, (cast.observer.own_id,)),
            (appoint, (cast.observer.own_id, Role.ORGANISER)),
            (add_delegation, (DelegationForm(territory="RS"),)),
        ):
            error = refusal(database, action, cast.event_id, *arguments, by=person)
            assert isinstance(error, Forbidden if person else SignInNeeded)


def test_an_organiser_reaches_nobody_at_another_event(database, cast):
    error = refusal(
        database, remove_participant, cast.outsider.event_id, cast.observer.own_id,
        by=cast.outsider,
    )  # fmt: skip
    assert isinstance(error, NotFound)


def test_every_change_of_people_is_in_the_journal(database, cast):
    with database.writing() as db:
        form = ParticipantForm(name="A", delegation_id=str(cast.georgia_id), role="delegate")
        added = add_participant(db, cast.event_id, form, by=cast.organiser)
        remove_participant(db, cast.event_id, added.key, by=cast.organiser)
    with database.reading() as db:
        lines = db.exec(
            select(Record.verb, Record.by_id)
            .where(Record.subject == f"participant {added.key}")
            .order_by(col(Record.id))
        ).all()
    organiser = cast.organiser.own_id
    assert lines == [
        ("add participant", organiser), ("appoint", organiser), ("remove participant", organiser)
    ]  # fmt: skip


def test_names_and_addresses_are_loaded_only_for_those_who_may_read_them(database, cast):
    with database.writing() as db:
        db.get_one(Participant, cast.georgia_head.own_id).email = "head@example.org"
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        for person in (None, cast.observer, cast.outsider):
            listed = delegations_with_members(db, event, by=person)
            assert [one.sectors for one in listed] == [(), ()]
            with pytest.raises((Forbidden, SignInNeeded)):
                participants(db, event, by=person)
        seen = {one.name: one.email for one in participants(db, event, by=cast.ukraine_delegate)}
        assert seen["Head of delegation"] is None
        managed = {one.name: one.email for one in participants(db, event, by=organiser_at(event))}
        assert managed["Head of delegation"] == "head@example.org"
        mine = own_entry(db, event, by=cast.georgia_head)
        assert mine.participant.email == "head@example.org"


def test_a_long_list_takes_as_many_statements_as_a_short_one(database, cast):
    def statements():
        counted = []

        def count(*_arguments):
            counted.append(1)

        with database.reading() as db:
            event = db.get_one(Event, cast.event_id)
            sa.event.listen(database.engine, "before_cursor_execute", count)
            delegations_with_members(db, event, by=cast.organiser)
            participants(db, event, by=cast.organiser)
            sa.event.remove(database.engine, "before_cursor_execute", count)
        return len(counted)

    few = statements()
    with database.writing() as db:
        for number in range(60):
            db.add(
                Participant(
                    event_id=cast.event_id, name=f"P {number}", delegation_id=cast.georgia_id
                )
            )
    assert statements() == few
