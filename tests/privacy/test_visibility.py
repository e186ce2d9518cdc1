"""Names and numbers of participants are shown to those whom the event chose, and to nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.delegations.models import Role
from app.delegations.queries import delegations_with_members, participants
from app.delegations.rights import organiser_at
from app.delegations.visibility import may_read_names
from app.errors import Forbidden, SignInNeeded
from app.events.models import Event, ListShownTo

PODIUM = {"organiser", "chair", "rapporteur"}
DELEGATES = {"georgia_head", "georgia_delegate", "ukraine_head", "ukraine_delegate"}
GUESTS = {"speaker", "observer"}
NAMES = {
    ListShownTo.NOBODY: {"organiser"},
    ListShownTo.DELEGATIONS: PODIUM | DELEGATES,
    ListShownTo.PARTICIPANTS: PODIUM | DELEGATES | GUESTS,
    ListShownTo.PUBLIC_COUNTS: PODIUM | DELEGATES | GUESTS,
}


def reads_names(db, event, person):
    try:
        return len(participants(db, event, by=person)) == 9
    except (Forbidden, SignInNeeded):
        return False


@pytest.mark.parametrize("shown_to", ListShownTo)
def test_the_list_is_shown_to_those_whom_the_event_chose(database, cast, shown_to):
    everybody = {**cast.everybody, "public": None}
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        event.list_shown_to = shown_to
    with database.reading() as db:
        allowed = {who for who, person in everybody.items() if reads_names(db, event, person)}
        assert allowed == NAMES[shown_to]
        for who, person in everybody.items():
            listed = delegations_with_members(db, event, by=person)
            assert [one.name for one in listed] == ["Georgia", "Ukraine"]
            members = [name for one in listed for line in one.sectors for name in line.members]
            assert len(members) == (4 if who in allowed else 0)
            counts = shown_to is ListShownTo.PUBLIC_COUNTS or who in allowed
            assert [one.count for one in listed] == ([2, 2] if counts else [0, 0])
            assert [one.counted for one in listed] == [counts] * 2
            if who not in allowed:
                assert {line.sector for one in listed for line in one.sectors} <= {None}
        assert reads_names(db, event, organiser_at(event))


def test_the_page_says_no_more_than_the_event_allows(database, cast, client, client_for):
    path = f"/events/{cast.slug}/delegations"
    assert "2 people" not in client.get(path).text
    assert "Ministry of Justice" not in client.get(path).text
    assert "2 people" in client_for(cast.georgia_delegate).get(path).text
    with database.writing() as db:
        db.get_one(Event, cast.event_id).list_shown_to = ListShownTo.PUBLIC_COUNTS
    public = client.get(path).text
    assert "2 people" in public
    assert "Ministry of Justice" not in public
    assert "Delegate, Tbilisi police" not in public


def test_the_press_reads_no_names_and_a_focal_point_those_of_delegations(database, cast):
    for role, reads in ((Role.PRESS, set()), (Role.FOCAL_POINT, {*ListShownTo} - {"nobody"})):
        person = replace(cast.observer, roles=frozenset({role}))
        with database.reading() as db:
            event = db.get_one(Event, cast.event_id)
            db.expunge(event)
            for shown_to in ListShownTo:
                event.list_shown_to = shown_to
                assert may_read_names(event, person) == (shown_to in reads)
