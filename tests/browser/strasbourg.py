"""The Strasbourg sample for browser tests: told in a test's database, its people found by part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from sqlmodel import col, select

from app import clock
from app.agenda.models import EventSession
from app.db import Database, Reading
from app.delegations.models import Appointment, Delegation, Participant, Role
from app.delegations.rights import Person
from app.delegations.sign_in import person_by_id
from app.demo.samples import sample
from app.demo.story import tell
from app.events.models import Event
from app.events.queries import event_by_slug
from app.sessions.forms import InputForm, PriorityForm
from app.sessions.models import Board, Input, Priority, PriorityState
from app.sessions.opening import open_board
from app.sessions.posting import post_input
from app.sessions.prioritising import propose_priority, record_priority

SLUG = "strasbourg-2019"
TOP = f"/events/{SLUG}"


@dataclass(frozen=True)
class Strasbourg:
    """The sample as it stands when the demo begins: the second morning, 9.40."""

    database: Database

    def person(self, role: Role, delegation: str | None = None) -> Person:
        """The first participant with this role (of this delegation)."""
        query = (
            select(Participant.id)
            .join(Appointment, col(Appointment.participant_id) == col(Participant.id))
            .join(Event, col(Event.id) == col(Participant.event_id))
            .where(col(Event.slug) == SLUG, col(Appointment.role) == role)
            .order_by(col(Participant.id))
        )
        if delegation:
            query = query.join(
                Delegation, col(Delegation.id) == col(Participant.delegation_id)
            ).where(col(Delegation.name) == delegation)
        with self.database.reading() as db:
            found = db.exec(query).first()
            assert found is not None, f"the sample has no {role} of {delegation}"
            return person_by_id(db, found)

    def conclude_workshop(self, slug: str, priorities: list[str]) -> None:
        """Record `priorities` in a workshop; its board is opened if need be."""
        rapporteur = self.person(Role.RAPPORTEUR)
        delegate = self.person(Role.DELEGATE, "Georgia")
        with self.database.writing() as db:
            event_session_id = _event_session_id(db, slug)
            board = db.exec(
                select(Board).where(col(Board.event_session_id) == event_session_id)
            ).first() or open_board(db, event_session_id, by=rapporteur)
            inputs = list(
                db.exec(select(Input.client_id).where(col(Input.board_id) == board.key)).all()
            )
            if not inputs:
                inputs = [str(uuid4())]
                form = InputForm(client_id=inputs[0], text=f"What stands behind {slug}.")
                post_input(db, board.key, form, by=delegate)
            for text in priorities:
                worded = PriorityForm(text=text, inputs=inputs[:1])
                priority = propose_priority(db, board.key, worded, by=rapporteur)
                record_priority(db, board.key, priority.key, by=rapporteur)

    def recorded_priorities(self) -> list[str]:
        """The texts of all recorded priorities, oldest first."""
        with self.database.reading() as db:
            return list(
                db.exec(
                    select(Priority.text)
                    .where(col(Priority.state) == PriorityState.RECORDED)
                    .order_by(col(Priority.id))
                ).all()
            )


@contextmanager
def told(database: Database) -> Iterator[Strasbourg]:
    """Tell the sample in an empty database; inside, the clock runs on from the demo's beginning."""
    try:
        strasbourg = sample(SLUG)
        tell(database, strasbourg)
        clock.start_at(strasbourg.event["demo_starts_at"])
        yield Strasbourg(database)
    finally:
        clock.start_at(None)


def _event_session_id(db: Reading, slug: str) -> int:
    event = event_by_slug(db, SLUG)
    found = db.exec(
        select(EventSession.id).where(
            col(EventSession.event_id) == event.key, col(EventSession.slug) == slug
        )
    ).one()
    assert found is not None
    return found
