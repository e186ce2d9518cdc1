"""A deleted person leaves no name and no address anywhere; what they wrote for the record stays."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from app.delegations.models import Appointment, Participant, Role, SignIn
from app.delegations.sign_in import issue_link, open_link
from app.errors import BadInput, NotFound, Refused
from app.events.models import Event, Record
from app.privacy.deleting import (
    clean_up,
    delete_oneself,
    delete_person,
    records_with_name,
)
from app.privacy.erasing import erase
from app.privacy.holdings import HOLDINGS, Fate, name_of, pointers
from app.privacy.words_left import RECORDS, Words, is_personal
from app.sessions.exporting import export_boards
from app.sessions.models import Attribution, Board, Input
from tests.privacy.rows import EMAIL, FUNCTION, NAME, Rows, all_bytes
from tests.routes.doors_world import World
from tests.sessions.rooms import opened, posted

TRACES = (NAME.encode(), ascii(NAME)[1:-1].encode(), EMAIL.encode(), FUNCTION.encode(), b"Overbeek")


def call(db, person):
    """Give somebody of the cast the name that is looked for."""
    entry = db.get_one(Participant, person.own_id)
    entry.name, entry.email, entry.function = NAME, EMAIL, FUNCTION


def traces(database_url):
    stored = all_bytes(database_url)
    # The two spellings of a letter's escape, "\\u00e1" and "\\xe1".
    return [one for one in (*TRACES, b"Zolt\\u00e1n") if one.lower() in stored.lower()]


def test_every_pointer_to_a_participant_has_its_fate():
    named = {name_of(column): column for column in pointers()}
    assert set(named) - set(HOLDINGS) == set(), "say in app/privacy/holdings.py what becomes of it"
    assert set(HOLDINGS) - set(named) == set(), "no such column is there any more"
    for name, held in HOLDINGS.items():
        assert held.fate is not Fate.FORGETS or named[name].nullable, name
    assert set(RECORDS) <= set(SQLModel.metadata.tables)


def test_nothing_of_a_person_is_left_in_any_table(database, database_url, cast):
    person = cast.georgia_head
    with database.writing() as db:
        call(db, person)
        rows = Rows(db.connection(), cast.event_id)
        for column in pointers():
            rows.pointing_to(column, person.own_id)
    assert NAME.encode() in all_bytes(database_url)
    with database.writing() as db:
        erase(db, cast.event_id, [person.own_id])
    assert database.scrub()
    assert traces(database_url) == []
    with database.reading() as db:
        for column in pointers():
            left = db.connection().execute(
                sa.select(sa.func.count()).where(column == person.own_id)
            )
            stays = HOLDINGS[name_of(column)].fate is Fate.NAMELESS
            assert bool(left.scalar_one()) == stays, name_of(column)
        if database.is_sqlite:
            broken = db.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
            assert broken == []


@pytest.fixture
def lived(database, cast):
    """An event in which people did everything; who is deleted bears the name that is looked for."""
    with database.writing() as db:
        call(db, cast.georgia_head)
        open_link(db, issue_link(db, cast.georgia_head.own_id, by=None), days=1)
    return World(database, cast)


def test_an_event_that_was_lived_forgets_a_person_and_keeps_its_records(
    database, database_url, lived, cast, client_for, tmp_path
):
    letter = tmp_path / "mail" / "workshop" / "1.eml"
    other = letter.with_name("2.eml")
    letter.parent.mkdir(parents=True)
    letter.write_text(f"To: {EMAIL}\nSubject: Invitation\n\nWelcome.\n")
    other.write_text("To: somebody@else.example\nSubject: Invitation\n\nWelcome.\n")
    with database.reading() as db:
        before = counts(db)
    with database.writing() as db:
        words = delete_person(
            db, cast.event_id, cast.georgia_head.own_id, confirmed="yes", by=cast.organiser
        )
    assert clean_up(database, tmp_path, words)
    assert traces(database_url) == []
    assert not letter.exists()
    assert other.exists()
    with database.reading() as db:
        after = counts(db)
        for table in ("input", "recommendation", "recommendation_revision", "merge", "priority"):
            assert after[table] == before[table], table
        said = db.exec(select(Record.by_id).where(Record.verb == "delete personal data")).one()
        assert said == cast.organiser.own_id
        event = db.get_one(Event, cast.event_id)
        text, _, _ = export_boards(db, event, "md", language="en", translate=str, by=cast.organiser)
        assert "Georgia" in text.decode()
    organiser = client_for(cast.organiser)
    for page in ("manage/participants", "conclusions/desk", "boards", "manage/agenda",
                 "sessions/workshop-1/board/desk", "conclusions", "delegations"):  # fmt: skip
        assert organiser.get(f"/events/{cast.slug}/{page}").status_code == 200, page


def test_where_authors_are_named_the_input_becomes_the_delegation_s(database, cast, client_for):
    with database.writing() as db:
        call(db, cast.georgia_delegate)
    board = opened(database, cast)
    with database.writing() as db:
        db.get_one(Board, board).attribution = Attribution.BY_NAME
    posted(database, board, cast.georgia_delegate, "What we learned")
    path = f"/events/{cast.slug}/sessions/workshop-1/board"
    assert NAME in client_for(cast.ukraine_head).get(path).text
    with database.reading() as db:
        seq = db.get_one(Board, board).seq
    with database.writing() as db:
        delete_oneself(db, cast.event_id, confirmed="yes", by=cast.georgia_delegate)
    page = client_for(cast.ukraine_head).get(path).text
    assert NAME not in page
    assert "What we learned" in page
    with database.reading() as db:
        # Open pages are told, so that the name goes from their screens as well.
        assert db.get_one(Board, board).seq == seq + 1
        stored = db.exec(select(Input)).one()
        assert (stored.author_id, stored.delegation_id) == (None, cast.georgia_id)


def test_a_deleted_person_is_signed_out_and_gone_from_the_list(database, cast, client_for):
    theirs = client_for(cast.georgia_delegate)
    with database.writing() as db:
        delete_person(
            db, cast.event_id, cast.georgia_delegate.own_id, confirmed="yes", by=cast.organiser
        )
    assert theirs.get(f"/events/{cast.slug}/me").status_code == 401
    with database.reading() as db:
        assert not db.exec(
            select(SignIn.id).where(SignIn.participant_id == cast.georgia_delegate.own_id)
        ).all()
        left = db.get_one(Participant, cast.georgia_delegate.own_id)
        assert (left.name, left.email, left.function, left.sector_id) == ("", None, "", None)
        assert left.left_at is not None
    with pytest.raises(NotFound), database.writing() as db:
        delete_person(
            db, cast.event_id, cast.georgia_delegate.own_id, confirmed="yes", by=cast.organiser
        )


def test_deletion_is_meant_and_leaves_an_organiser(database, cast):
    for confirmed, refusal in (("", BadInput), ("yes", Refused)):
        with pytest.raises(refusal), database.writing() as db:
            delete_oneself(db, cast.event_id, confirmed=confirmed, by=cast.organiser)
    with database.writing() as db:
        second = Participant(event_id=cast.event_id, name="Second organiser")
        db.add(second)
        db.flush()
        db.add(Appointment(participant_id=second.key, role=Role.ORGANISER))
    with database.writing() as db:
        delete_oneself(db, cast.event_id, confirmed="yes", by=cast.organiser)
    with database.reading() as db:
        assert db.get_one(Participant, cast.organiser.own_id).name == ""


def test_records_that_name_a_person_are_counted_before(database, cast):
    with database.writing() as db:
        call(db, cast.georgia_head)
    board = opened(database, cast)
    posted(database, board, cast.ukraine_head, f"As {NAME} said, reports come late")
    with database.reading() as db:
        entry = db.get_one(Participant, cast.georgia_head.own_id)
        assert [(one.kind, one.count) for one in records_with_name(db, entry)] == [("Inputs", 1)]


def test_another_event_and_another_person_of_the_same_name_lose_nothing(database, cast):
    with database.writing() as db:
        call(db, cast.georgia_head)
        call(db, cast.outsider)
        call(db, cast.ukraine_head)
        db.get_one(Participant, cast.ukraine_head.own_id).email = None
        erase(db, cast.event_id, [cast.georgia_head.own_id])
    with database.reading() as db:
        names = db.exec(
            select(Participant.name).where(
                col(Participant.id).in_([cast.outsider.own_id, cast.ukraine_head.own_id])
            )
        ).all()
        assert names == [NAME, NAME]


def test_words_are_taken_out_of_texts_and_nothing_else():
    words = Words([NAME, "Chair"], [EMAIL])
    assert words.without(NAME) == ""
    assert words.without(f"{NAME}, Ministry") == ""
    assert words.without(f"Opening by {NAME}.") == "Opening by …."
    assert words.without(f"Write to {EMAIL.upper()}!") == "Write to …!"
    assert words.without(f"x{EMAIL}") == f"x{EMAIL}"
    assert words.without("The Chair opens") == "The Chair opens"
    assert words.without("Chair") == ""
    assert words.without_in({"a": [NAME, "b", f"{NAME} (Peru)"], "n": 1}) == {"a": ["b"], "n": 1}
    assert [one for one in ("Ana de la Cruz", "First delegate", "Chair", "Head of delegation")
            if is_personal(one)] == ["Ana de la Cruz"]  # fmt: skip


def counts(db):
    return {
        table.name: db.connection().execute(sa.select(sa.func.count()).select_from(table)).scalar()
        for table in SQLModel.metadata.sorted_tables
    }
