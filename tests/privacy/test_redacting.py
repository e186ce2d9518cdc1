"""A deleted speaker's name goes from published versions, too; nothing else in them changes."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.models import Agenda, DraftChange, Slot, Wording
from app.agenda.unpublished import unpublished_changes
from app.delegations.models import Participant
from app.events.models import Event, Record
from app.privacy.deleting import delete_person, versions_with_name
from app.privacy.erasing import words_of
from app.privacy.redacting import versions_naming
from tests.privacy.rows import NAME, all_bytes

SAID = {
    "speakers": [f"{NAME}, University of Oradea", "Another Person"],
    "chair": NAME,
    "abstract": f"{NAME}, who led the study, presents it.",
}


@pytest.fixture
def spoken(database, cast):
    """The speaker stands in the draft, in the version, and in a change of the draft."""
    with database.writing() as db:
        db.get_one(Participant, cast.speaker.own_id).name = NAME
        wordings = db.exec(
            select(Wording).where(Wording.event_session_id == cast.workshop_id)
        ).all()
        for wording in wordings:
            wording.speakers = list(SAID["speakers"])
            wording.chair, wording.abstract = SAID["chair"], SAID["abstract"]
        draft = db.exec(
            select(Agenda).where(col(Agenda.number).is_(None), Agenda.event_id == cast.event_id)
        ).one()
        change = DraftChange(
            agenda_id=draft.key,
            revision=1,
            verb="edit",
            at=draft.created_at,
            after={"wordings": {"1": SAID}},
        )
        db.add(change)
    return cast


def test_a_deleted_speaker_leaves_a_neutral_word_in_versions_and_draft(
    database, database_url, spoken, client, client_for
):
    calendar = f"/events/{spoken.slug}/agenda.ics"
    version = f"/events/{spoken.slug}/versions/1"
    before = client.get(calendar)
    assert NAME in client.get(version).text
    with database.reading() as db:
        person = db.get_one(Participant, spoken.speaker.own_id)
        assert versions_with_name(db, person) == 1
    top = f"/events/{spoken.slug}/manage/participants/{spoken.speaker.own_id}"
    warned = client_for(spoken.organiser).get(f"{top}/deletion").text
    assert "The name in 1 published version of the agenda: “a speaker”" in warned
    with database.writing() as db:
        delete_person(
            db, spoken.event_id, spoken.speaker.own_id, confirmed="yes", by=spoken.organiser
        )
    assert database.scrub()
    stored = all_bytes(database_url)
    assert NAME.encode() not in stored
    assert ascii(NAME)[1:-1].encode() not in stored
    with database.reading() as db:
        for wording in db.exec(
            select(Wording).where(Wording.event_session_id == spoken.workshop_id)
        ):
            assert wording.speakers == ["a speaker", "Another Person"]
            assert wording.chair == "a chair"
            assert wording.abstract == "…, who led the study, presents it."
        change = db.exec(select(DraftChange)).one()
        assert change.after["wordings"]["1"]["speakers"] == ["a speaker", "Another Person"]
        event = db.get_one(Event, spoken.event_id)
        assert list(unpublished_changes(db, event, by=spoken.organiser)) == []
        said = db.exec(select(Record.by_id).where(Record.verb == "take a name out")).all()
        assert said == [None]
    page = client.get(version).text
    assert NAME not in page
    assert "a speaker" in page
    assert "name was taken out of this version" in page
    # Whoever has the calendar is given the new words, as the same appointment.
    after = client.get(calendar, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert NAME not in after.text.replace("\r\n ", "")
    numbers = re.compile(r"SEQUENCE:\d+")
    assert numbers.findall(after.text) == numbers.findall(before.text)
    assert _changed(after.text) > _changed(before.text)


def test_versions_that_do_not_name_the_person_stay_as_they_are(database, spoken):
    with database.writing() as db:
        other = db.exec(
            select(Slot.changed_at).where(Slot.event_session_id == spoken.other_workshop_id)
        ).all()
        delete_person(
            db, spoken.event_id, spoken.ukraine_delegate.own_id, confirmed="yes",
            by=spoken.organiser,
        )  # fmt: skip
    with database.reading() as db:
        agendas = db.exec(select(Agenda.redacted_at).where(Agenda.event_id == spoken.event_id))
        assert set(agendas) == {None}
        assert (
            db.exec(
                select(Slot.changed_at).where(Slot.event_session_id == spoken.other_workshop_id)
            ).all()
            == other
        )
        person = db.get_one(Participant, spoken.speaker.own_id)
        assert versions_naming(db, spoken.event_id, words_of([person])) == 1
        count = sa.select(sa.func.count()).select_from(Wording)
        assert db.connection().execute(count.where(col(Wording.chair) == NAME)).scalar() == 2


def _changed(calendar: str) -> str:
    found: list[str] = re.findall(r"^LAST-MODIFIED:(\w+)", calendar, re.MULTILINE)
    return max(found)
