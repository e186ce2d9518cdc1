"""Who is writing in a text at this moment: a courtesy between colleagues, and never a lock.

What two people write at once is kept apart by revisions; this tells them before. Knows no text.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Participant
from app.delegations.rights import Action, Person, require
from app.events.models import Event
from app.recommendations.desk_models import Writer
from app.recommendations.editing import no_paragraph
from app.recommendations.locking import no_recommendation, own_delegation
from app.recommendations.models import Conclusions, Paragraph, Recommendation

# Who has not typed for so long is not said to be writing; a browser tells every ten seconds.
LASTS = timedelta(seconds=50)
_SWEPT = timedelta(hours=1)


def writers_of_recommendation(
    db: Reading, event: Event, recommendation_id: int, *, by: Person | None
) -> list[str]:
    """The colleagues who are writing in one of the delegation's texts, by name."""
    return _others(db, _recommendation(db, event, recommendation_id, by), by)


def writers_of_paragraph(
    db: Reading, event: Event, paragraph_id: int, *, by: Person | None
) -> list[str]:
    """The other rapporteurs who are writing in a paragraph, by name."""
    return _others(db, _paragraph(db, event, paragraph_id, by), by)


def write_in_recommendation(
    db: Writing, event: Event, recommendation_id: int, *, by: Person | None
) -> list[str]:
    """Say that the person is writing in one of their delegation's texts; who else is."""
    subject = _recommendation(db, event, recommendation_id, by)
    return _say(db, event, subject, by)


def write_in_paragraph(
    db: Writing, event: Event, paragraph_id: int, *, by: Person | None
) -> list[str]:
    """Say that the rapporteur is writing in a paragraph; who else is."""
    return _say(db, event, _paragraph(db, event, paragraph_id, by), by)


def _recommendation(db: Reading, event: Event, recommendation_id: int, by: Person | None) -> str:
    require(by, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key)
    found = db.exec(
        select(Recommendation.id).where(
            col(Recommendation.id) == recommendation_id,
            col(Recommendation.event_id) == event.key,
            col(Recommendation.delegation_id) == own_delegation(by),
        )
    ).first()
    if found is None:
        raise no_recommendation()
    return f"recommendation {found}"


def _paragraph(db: Reading, event: Event, paragraph_id: int, by: Person | None) -> str:
    require(by, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
    found = db.exec(
        select(Paragraph.id)
        .join(Conclusions, col(Conclusions.id) == col(Paragraph.conclusions_id))
        .where(col(Paragraph.id) == paragraph_id, col(Conclusions.event_id) == event.key)
    ).first()
    if found is None:
        raise no_paragraph()
    return f"paragraph {found}"


def _say(db: Writing, event: Event, subject: str, by: Person | None) -> list[str]:
    assert by is not None, "nobody writes without a right"
    db.execute(delete(Writer).where(col(Writer.seen_at) < now() - _SWEPT))
    # One statement: two taps at once must not both insert.
    insert: Any = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    db.execute(
        insert(Writer)
        .values(event_id=event.key, subject=subject, participant_id=by.own_id, seen_at=now())
        .on_conflict_do_update(
            index_elements=["subject", "participant_id"], set_={"seen_at": now()}
        )
    )
    return _others(db, subject, by)


def _others(db: Reading, subject: str, by: Person | None) -> list[str]:
    me = by.participant_id if by else None
    return list(
        db.exec(
            select(Participant.name)
            .join(Writer, col(Writer.participant_id) == col(Participant.id))
            .where(
                col(Writer.subject) == subject,
                col(Writer.participant_id) != me,
                col(Writer.seen_at) > now() - LASTS,
            )
            .order_by(col(Participant.name))
        )
    )
