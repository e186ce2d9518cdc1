"""Who may change something here, and the locked rows they change; every action starts here.

All changes of one event's recommendations and conclusions pass one after the other through the row
of its conclusions: adoption then sees every submission, and no two writers count the same number.
On SQLite the single writer does the same.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import Forbidden, NotFound, NotNow, Refused
from app.events.models import Event
from app.recommendations.counting_changes import changes_of_text
from app.recommendations.document.printing import day
from app.recommendations.models import (
    Adoption,
    Conclusions,
    ConclusionsState,
    Paragraph,
    ParagraphState,
    Recommendation,
)
from app.recommendations.stages import ADOPTED_STATES, Act, stage_after

DEFAULT_TITLE = "Conclusions"


def acting(by: Person | None, action: Action, event: Event) -> int:
    """The participant's id of whoever may do `action` here, or SignInNeeded or Forbidden."""
    require(by, action, event_id=event.key)
    assert by is not None, "no action of this folder is open to people who are not signed in"
    return by.own_id


def own_delegation(by: Person | None) -> int:
    """The delegation somebody writes for; Forbidden where there is none."""
    if by is None or by.delegation_id is None:
        raise Forbidden("You belong to no delegation. Ask the organisers to enter you in yours.")
    return by.delegation_id


def open_conclusions_for_update(db: Writing, event: Event) -> Conclusions:
    """The event's conclusions, locked and made if need be; Refused once they are adopted."""
    conclusions = conclusions_for_update(db, event)
    if conclusions.state in ADOPTED_STATES:
        refuse_adopted(db, event, conclusions)
    return conclusions


def conclusions_for_update(db: Writing, event: Event) -> Conclusions:
    """The event's conclusions, locked and made if need be, at whatever stage they are."""
    conclusions = _locked(db, event.key)
    if conclusions is None:
        _make(db, event)
        conclusions = _locked(db, event.key)
        assert conclusions is not None
    # The projector of the room looks again; conclusions are numbered below the boards.
    db.tell_after_commit(f"board-{-conclusions.key}", changes_of_text(db, event.key) + 1)
    return conclusions


def refuse_adopted(db: Writing, event: Event, conclusions: Conclusions) -> None:
    """Raise the refusal of every change after adoption, with its date in the event's zone."""
    adopted_at = db.exec(
        select(Adoption.adopted_at).where(col(Adoption.conclusions_id) == conclusions.key)
    ).one()
    raise NotNow(
        "The conclusions were adopted on {date}. Mistakes are mended by a corrigendum.",
        date=day(adopted_at.astimezone(ZoneInfo(event.zone)).date(), event.language),
    )


def changed(conclusions: Conclusions) -> None:
    """Count a change of the document; what was circulated no longer is what stands here.

    Refused while the delegations are asked about the very text: by silence, or by a vote.
    """
    conclusions.state = stage_after(conclusions.state, Act.CHANGE)
    conclusions.revision += 1


def paragraph_of(db: Writing, conclusions: Conclusions, paragraph_id: int) -> Paragraph:
    """A paragraph that still stands; NotFound for another event's, Refused for a deleted one."""
    paragraph = db.exec(
        select(Paragraph)
        .where(
            col(Paragraph.id) == paragraph_id,
            col(Paragraph.conclusions_id) == conclusions.key,
        )
        .execution_options(populate_existing=True)
    ).first()
    if paragraph is None:
        raise NotFound("There is no such paragraph in these conclusions. Go back to the desk.")
    if paragraph.state is ParagraphState.DELETED:
        raise Refused("This paragraph was deleted. Add a new one instead.")
    return paragraph


def recommendation_of(db: Writing, event: Event, recommendation_id: int) -> Recommendation:
    """A recommendation of this event, or NotFound; to be called under the lock."""
    recommendation = db.exec(
        select(Recommendation)
        .where(
            col(Recommendation.id) == recommendation_id,
            col(Recommendation.event_id) == event.key,
        )
        .execution_options(populate_existing=True)
    ).first()
    if recommendation is None:
        raise no_recommendation()
    return recommendation


def no_recommendation() -> NotFound:
    """One sentence for what is not there and for what this person may not know of."""
    return NotFound("There is no such recommendation here. Go back to the list.")


def _locked(db: Writing, event_id: int) -> Conclusions | None:
    # Key share: inserting rows that point here (a foreign key's own lock) need not wait for us.
    return db.exec(
        select(Conclusions)
        .where(col(Conclusions.event_id) == event_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()


def _make(db: Writing, event: Event) -> None:
    # Two first writers at once: the second waits for the first's row and makes none.
    insert: Any = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    db.execute(
        insert(Conclusions)
        .values(
            event_id=event.key,
            state=ConclusionsState.DRAFT,
            title=DEFAULT_TITLE,
            reference=event.reference[:120],
            revision=0,
            created_at=now(),
        )
        .on_conflict_do_nothing(index_elements=["event_id"])
    )
