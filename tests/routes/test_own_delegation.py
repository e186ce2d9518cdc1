"""A focal point keeps the list of their own delegation, and of no other."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlmodel import col, select

from app.delegations.models import Appointment, Participant, Role
from app.delegations.sign_in import person_by_id
from app.events.models import Event
from tests.reading_pages import found

# How pages and files read is no matter of the database; importing and rights are tried on both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def focal_point(database, cast, client_for):
    """Somebody in Georgia's capital who keeps its list and does not come."""
    with database.writing() as db:
        person = Participant(
            event_id=cast.event_id, name="Focal point, capital", delegation_id=cast.georgia_id
        )
        db.add(person)
        db.flush()
        db.add(Appointment(participant_id=person.key, role=Role.FOCAL_POINT))
    with database.reading() as db:
        return client_for(person_by_id(db, person.key))


@pytest.fixture
def top(cast):
    return f"/events/{cast.slug}/my-delegation"


def text_of(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def georgians(database, cast):
    with database.reading() as db:
        found = db.exec(
            select(Participant.name, Appointment.role)
            .join(Appointment)
            .where(Participant.delegation_id == cast.georgia_id, col(Participant.left_at).is_(None))
            .order_by(col(Participant.id))
        )
        return [(name, role.value) for name, role in found]


HEAD = ("Head of delegation", "head")
DELEGATE = ("Delegate, Tbilisi police", "delegate")
FOCAL = ("Focal point, capital", "focal_point")


def test_who_only_keeps_the_list_is_no_member(focal_point, top, database, cast):
    with database.writing() as db:
        db.get_one(Event, cast.event_id).delegation_at_most = 2
    shown = text_of(focal_point.get(top))
    assert "Georgia 2 of at most 2" in shown
    assert "Composed as the event asks." in shown
    assert "Ukraine" not in shown


def test_a_focal_point_enters_members_up_to_the_limit(focal_point, top, database, cast):
    with database.writing() as db:
        db.get_one(Event, cast.event_id).delegation_at_most = 3
    added = focal_point.post(f"{top}/members", data={"name": "A judge", "email": "j@example.org"})
    assert added.status_code == 303
    assert georgians(database, cast) == [HEAD, DELEGATE, FOCAL, ("A judge", "delegate")]
    refused = focal_point.post(f"{top}/members", data={"name": "One too many"})
    assert refused.status_code == 409
    assert "Georgia has 3 of at most 3 members. Replace somebody" in text_of(refused)
    assert 'value="One too many"' in refused.text


def test_a_member_is_replaced_with_the_role_and_the_former_signs_in_no_more(
    focal_point, client_for, top, database, cast
):
    theirs = client_for(cast.georgia_head)
    path = f"{top}/members/{cast.georgia_head.own_id}/replacement"
    assert "Somebody else for Head of delegation" in text_of(focal_point.get(path))
    nameless = focal_point.post(path, data={"function": "Deputy minister"})
    assert nameless.status_code == 422
    assert georgians(database, cast) == [HEAD, DELEGATE, FOCAL]
    assert focal_point.post(path, data={"name": "Deputy minister"}).status_code == 303
    assert georgians(database, cast) == [DELEGATE, FOCAL, ("Deputy minister", "head")]
    assert theirs.get(f"/events/{cast.slug}/me").status_code == 401


def test_a_members_entry_is_corrected_and_a_stale_one_shown_with_both_texts(
    focal_point, top, cast, database
):
    path = f"{top}/members/{cast.georgia_delegate.own_id}"
    base = found(r'name="base" value="(\w+)"', focal_point.get(path).text)
    first = {"name": "Delegate, police", "base": base}
    assert focal_point.post(path, data=first).status_code == 303
    late = focal_point.post(path, data={"name": "Delegate, Kutaisi", "base": base})
    assert late.status_code == 409
    assert "Delegate, police" in text_of(late)
    assert 'value="Delegate, Kutaisi"' in late.text


def test_nobody_keeps_the_list_of_another_delegation(focal_point, top, cast, database):
    for path in ("", "/replacement"):
        address = f"{top}/members/{cast.ukraine_delegate.own_id}{path}"
        assert focal_point.get(address).status_code == 404
        assert focal_point.post(address, data={"name": "X"}).status_code == 404
    assert (
        focal_point.post(f"{top}/members/{cast.ukraine_delegate.own_id}/removal").status_code == 404
    )
    moved = {"name": "X", "delegation_id": cast.ukraine_id, "role": "organiser"}
    assert focal_point.post(f"{top}/members", data=moved).status_code == 303
    assert georgians(database, cast)[-1] == ("X", "delegate")


def test_who_keeps_the_list_does_not_remove_themselves(client_for, top, cast):
    page = client_for(cast.georgia_head).post(f"{top}/members/{cast.georgia_head.own_id}/removal")
    assert page.status_code == 409
    assert "This is you." in text_of(page)


def test_who_also_chairs_is_the_organisers_to_replace(focal_point, top, cast, database):
    with database.writing() as db:
        db.add(Appointment(participant_id=cast.georgia_delegate.own_id, role=Role.CHAIR))
    page = focal_point.post(f"{top}/members/{cast.georgia_delegate.own_id}/removal")
    assert page.status_code == 409
    assert "has a role for the whole event. Ask the organisers." in text_of(page)


def test_a_removed_member_is_gone_and_a_delegate_keeps_no_list(
    focal_point, client_for, top, cast, database
):
    theirs = client_for(cast.georgia_delegate)
    assert theirs.get(top).status_code == 403
    path = f"{top}/members/{cast.georgia_delegate.own_id}/removal"
    assert focal_point.post(path).status_code == 303
    assert georgians(database, cast) == [HEAD, FOCAL]
    assert theirs.get(f"/events/{cast.slug}/me").status_code == 401
