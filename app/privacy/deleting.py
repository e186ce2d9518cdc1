"""Deleting one person's data: by the organisers, or by the person; and what is done to files."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from sqlmodel import select

from app.db import Database, Reading, Writing
from app.delegations.appointing import keep_an_organiser, roles_of
from app.delegations.locking import people_for_update
from app.delegations.models import Participant, Role
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, NotFound
from app.events.journal import record
from app.events.models import Event
from app.privacy.erasing import erase, words_of
from app.privacy.redacting import versions_naming
from app.privacy.words_left import Standing, Words, standing_in_records


def stored_person(
    db: Reading, event: Event, participant_id: int, *, by: Person | None
) -> Participant:
    """A person of whom anything is stored, present or gone, for those who manage people."""
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    return _stored(db, event.key, participant_id)


def gone_but_stored(db: Reading, event: Event, *, by: Person | None) -> list[Participant]:
    """Who left the event and still has a name here, by name."""
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    found = db.exec(
        select(Participant).where(Participant.event_id == event.key, Participant.name != "")
    ).all()
    return sorted((one for one in found if one.left_at), key=lambda one: one.name.casefold())


def records_with_name(db: Reading, participant: Participant) -> list[Standing]:
    """In how many records of the event the person is named; these stay when the person goes."""
    return standing_in_records(db, participant.event_id, words_of([participant]))


def versions_with_name(db: Reading, participant: Participant) -> int:
    """In how many published versions of the agenda a neutral word will stand for the person."""
    return versions_naming(db, participant.event_id, words_of([participant]))


def delete_person(
    db: Writing, event_id: int, participant_id: int, *, confirmed: str, by: Person | None
) -> Words:
    """Delete everything personal about somebody; returns names and addresses, for `clean_up`."""
    people_for_update(db, event_id, by)
    words = _delete(db, event_id, participant_id, confirmed)
    actor = by.participant_id if by and by.participant_id != participant_id else None
    record(db, event_id, "delete personal data", f"participant {participant_id}", by=actor)
    return words


def delete_oneself(db: Writing, event_id: int, *, confirmed: str, by: Person | None) -> Words:
    """Delete everything personal about oneself, and leave the event with that."""
    require(by, Action.CHANGE_OWN_ENTRY, event_id=event_id)
    assert by is not None
    people_for_update(db, event_id, by, Action.CHANGE_OWN_ENTRY)
    words = _delete(db, event_id, by.own_id, confirmed)
    record(db, event_id, "delete personal data", f"participant {by.own_id}", by=None)
    return words


def clean_up(database: Database, folder: Path, words: Words) -> bool:
    """After the commit: take the rests out of the database's files and of letters in the folder.

    False when readers kept the database's log from being emptied; it is tried again every hour.
    """
    for letter in (folder / "mail").rglob("*.eml"):
        if _names(letter, words):
            letter.unlink(missing_ok=True)
    return database.scrub()


def _delete(db: Writing, event_id: int, participant_id: int, confirmed: str) -> Words:
    participant = _stored(db, event_id, participant_id)
    if confirmed != "yes":
        raise BadInput("Say that you mean it: tick the box above the button.", field="confirmed")
    if (Role.ORGANISER, None) in roles_of(db, participant_id) and participant.left_at is None:
        keep_an_organiser(db, event_id, without=participant_id)
    return erase(db, event_id, [participant_id])


def _stored(db: Reading, event_id: int, participant_id: int) -> Participant:
    participant = db.get(Participant, participant_id)
    if participant is None or participant.event_id != event_id or not participant.name:
        raise NotFound("Nothing personal is stored under this number. Look at the list of people.")
    return participant


def _names(letter: Path, words: Words) -> bool:
    try:
        message = email.message_from_bytes(letter.read_bytes(), _class=EmailMessage, policy=default)
    except FileNotFoundError:
        return False
    texts = [str(value) for value in message.values()]
    texts += [
        str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"
    ]
    return any(words.found_in(text) for text in texts)
