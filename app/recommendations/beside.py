"""What stands beside the adopted text: publication, supplements, late reservations.

Read by everybody who may read the adopted conclusions. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.models import Event
from app.recommendations.issuing_models import Publication, Supersession, Supplement
from app.recommendations.models import Adoption, Conclusions
from app.recommendations.silence_models import Reservation
from app.recommendations.silence_queries import reservations_of


@dataclass(frozen=True)
class Beside:
    """Everything that came after the adoption, oldest first."""

    publication: Publication | None
    supersession: Supersession | None
    supplements: Sequence[Supplement]
    late: Sequence[tuple[Reservation, str]]


def beside(db: Reading, event: Event, *, by: Person | None) -> Beside:
    """What stands beside the conclusions of an event."""
    require(by, Action.READ_CONCLUSIONS, event_id=event.key)
    number = db.exec(
        select(col(Conclusions.id)).where(col(Conclusions.event_id) == event.key)
    ).first()
    if number is None:
        return Beside(None, None, (), ())
    adopted_at = db.exec(
        select(col(Adoption.adopted_at)).where(col(Adoption.conclusions_id) == number)
    ).first()
    return Beside(
        publication=db.exec(
            select(Publication).where(col(Publication.conclusions_id) == number)
        ).first(),
        supersession=db.exec(
            select(Supersession).where(col(Supersession.conclusions_id) == number)
        ).first(),
        supplements=db.exec(
            select(Supplement)
            .where(col(Supplement.conclusions_id) == number)
            .order_by(col(Supplement.id))
        ).all(),
        # Before the adoption reservations are a matter of the delegations.
        late=[
            one
            for one in reservations_of(db, number)
            if adopted_at is not None and one[0].made_at > adopted_at
        ],
    )


def supplement_of(
    db: Reading, event: Event, supplement_id: int, *, by: Person | None
) -> Supplement:
    """One corrigendum or addendum; NotFound for another event's."""
    for supplement in beside(db, event, by=by).supplements:
        if supplement.key == supplement_id:
            return supplement
    raise NotFound("There is no such document beside these conclusions. Go back to them.")
