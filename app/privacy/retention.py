"""Deletes what an event promised to delete, on the day that it promised, without being asked."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from app.clock import now
from app.db import Database, Writing
from app.delegations.models import Participant
from app.events.journal import record
from app.events.models import Event
from app.privacy.deleting import clean_up
from app.privacy.erasing import erase
from app.privacy.inspecting import forget_old_inspections, has_old_inspections
from app.privacy.models import DataProtection, Inspection
from app.privacy.notices import today_at
from app.privacy.words_left import Words

EVERY = 3600.0  # seconds between two looks
_AT_ONCE = 100  # people erased with one set of statements

_log = logging.getLogger(__name__)


def delete_what_is_due(database: Database, folder: Path) -> list[str]:
    """Erase everybody of each event whose day has come; returns the events' slugs.

    Any number of processes may call it: the event's row is locked and looked at again.
    """
    with database.reading() as db:
        waiting = db.exec(
            select(DataProtection.event_id, Event)
            .join(Event, col(Event.id) == col(DataProtection.event_id))
            .where(
                col(DataProtection.delete_on).is_not(None), col(DataProtection.deleted_at).is_(None)
            )
        ).all()
        candidates = [(event, event.key) for _, event in waiting]
    done = []
    for event, event_id in candidates:
        with database.writing() as db:
            words = _delete_if_due(db, event_id)
        if words is not None:
            clean_up(database, folder, words)
            done.append(event.slug)
    return done


def _delete_if_due(db: Writing, event_id: int) -> Words | None:
    event = db.exec(
        select(Event)
        .where(Event.id == event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    stored = db.exec(
        select(DataProtection)
        .where(DataProtection.event_id == event_id)
        .execution_options(populate_existing=True)
    ).one()
    if stored.deleted_at or stored.delete_on is None or today_at(event) < stored.delete_on:
        return None
    ids = db.exec(
        select(Participant.id)
        .where(Participant.event_id == event_id, Participant.name != "")
        .order_by(col(Participant.id))
    ).all()
    numbers = [key for key in ids if key is not None]
    names: list[str] = []
    addresses: list[str] = []
    for start in range(0, len(numbers), _AT_ONCE):
        words = erase(db, event_id, numbers[start : start + _AT_ONCE])
        names += words.names
        addresses += words.addresses
    for look in db.exec(select(Inspection).where(Inspection.event_id == event_id)):
        db.delete(look)
    db.get_one(DataProtection, stored.key).deleted_at = now()
    record(db, event_id, "delete all personal data", f"event {event_id}", by=None)
    return Words(names, addresses)


class Retention:
    """Looks every hour whether a day of deletion has come, as long as the server runs."""

    def __init__(self, database: Database, folder: Path, *, first_look: float = 5.0) -> None:
        """`first_look`: seconds after the start, when pages have gone before."""
        self._database = database
        self._folder = folder
        self._first_look = first_look
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="retention", daemon=True)

    def start(self) -> None:
        """Begin, with a first look soon."""
        self._thread.start()

    def stop(self) -> None:
        """End; waits for a deletion that is under way."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        pause = self._first_look
        while not self._ended.wait(pause):
            pause = EVERY
            try:
                self.look()
            except (SQLAlchemyError, OSError):
                _log.exception("What was to be deleted could not be deleted; tried again later.")

    def look(self) -> None:
        """Delete what is due, what earlier deletions left in files, and too old records."""
        delete_what_is_due(self._database, self._folder)
        if self._database.is_unscrubbed:
            self._database.scrub()
        with self._database.reading() as db:
            old = has_old_inspections(db)
        if old:
            with self._database.writing() as db:
                forget_old_inspections(db)
