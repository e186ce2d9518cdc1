"""What delegations said against the text, and until when they may. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from app.clock import now
from app.db import Reading
from app.delegations.models import Delegation
from app.recommendations.silence_models import Objection, Reservation, Silence, SilenceEnd
from app.recommendations.words import Translate


@dataclass(frozen=True)
class Reactions:
    """The newest silence procedure, who broke it, and all reservations with delegations' names."""

    silence: Silence | None
    objections: tuple[tuple[Objection, str], ...]
    reservations: tuple[tuple[Reservation, str], ...]
    moment: datetime

    @property
    def runs(self) -> bool:
        """Whether delegations are asked for their silence, be the time over or not."""
        return self.silence is not None and self.silence.end is None

    @property
    def is_over(self) -> bool:
        """Whether the deadline of the open procedure has passed."""
        return self.silence is not None and self.runs and self.silence.deadline <= self.moment

    @property
    def breaking(self) -> tuple[tuple[Objection, str], ...]:
        """The objections to the newest procedure, if they broke it."""
        silence = self.silence
        if silence is None or silence.end is not SilenceEnd.BROKEN:
            return ()
        return tuple(one for one in self.objections if one[0].silence_id == silence.key)


def reactions_to(db: Reading, conclusions_id: int) -> Reactions:
    """Everything said against these conclusions."""
    silence = db.exec(
        select(Silence)
        .where(col(Silence.conclusions_id) == conclusions_id)
        .order_by(col(Silence.id).desc())
    ).first()
    return Reactions(
        silence,
        tuple(objections_of(db, conclusions_id)),
        tuple(reservations_of(db, conclusions_id)),
        now(),
    )


def reservations_of(db: Reading, conclusions_id: int) -> list[tuple[Reservation, str]]:
    """Every reservation with its delegation's name, in the order in which they were made."""
    return list(
        db.exec(
            select(Reservation, Delegation.name)
            .join(Delegation, col(Delegation.id) == col(Reservation.delegation_id))
            .where(col(Reservation.conclusions_id) == conclusions_id)
            .order_by(col(Reservation.id))
        )
    )


def printed_reservation(
    reservation: Reservation, delegation: str, number: str | None, _: Translate
) -> str:
    """Georgia, on paragraph 4: …"""
    if reservation.paragraph_id is None or number is None:
        return f"{delegation}: {reservation.text}"
    return _("{delegation}, on paragraph {number}: {text}").format(
        delegation=delegation, number=number, text=reservation.text
    )


def objections_of(db: Reading, conclusions_id: int) -> list[tuple[Objection, str]]:
    """Every objection with its delegation's name, newest first."""
    return list(
        db.exec(
            select(Objection, Delegation.name)
            .join(Silence, col(Silence.id) == col(Objection.silence_id))
            .join(Delegation, col(Delegation.id) == col(Objection.delegation_id))
            .where(col(Silence.conclusions_id) == conclusions_id)
            .order_by(col(Objection.id).desc())
        )
    )
