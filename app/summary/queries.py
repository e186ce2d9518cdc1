"""A summary as it is read: the published text for everybody, the draft for its organisers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, select

from app.agenda.models import EventSession, SlotKind
from app.agenda.queries import newest_timetable
from app.agenda.timetable import Entry, Timetable
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.models import Event
from app.sessions.models import Board, Closure, Priority, PriorityState
from app.summary.forms import Words, links_in
from app.summary.models import SummaryPublication, SummaryText

# Of breaks and registration nothing is told.
_MATTER = frozenset(SlotKind) - {SlotKind.BREAK, SlotKind.REGISTRATION}


@dataclass(frozen=True)
class Told:
    """An event session, by its first slot, and what the summary tells of it."""

    entry: Entry
    text: str


@dataclass(frozen=True)
class PublishedSummary:
    """What everybody reads: words, the sessions told of in their order, when it was published."""

    words: Words
    told: tuple[Told, ...]
    links: tuple[tuple[str, str], ...]
    at: datetime


@dataclass(frozen=True)
class SummaryDraft:
    """The newest text for its organisers: `number` 0 while nothing is written.

    `matter` are all event sessions of which something may be told; `recorded` has, by address, the
    priorities that closed boards recorded: what a passage may begin with.
    """

    number: int
    words: Words
    matter: tuple[Entry, ...]
    published_number: int | None
    published_at: datetime | None
    recorded: dict[str, tuple[str, ...]] = field(default_factory=dict)


def published_summary(db: Reading, event: Event, *, by: Person | None) -> PublishedSummary:
    """The published summary; NotFound while there is none, whatever is drafted."""
    require(by, Action.READ_AGENDA, event_id=event.key)
    found = _published(db, event)
    if found is None:
        raise NotFound("There is no summary of this event yet. Look at its agenda.")
    text, publication = found
    words = words_of(text)
    passages = dict(words.passages)
    return PublishedSummary(
        words=words,
        told=tuple(
            Told(entry, passages[entry.event_session_slug])
            for entry in _matter(newest_timetable(db, event))
            if entry.event_session_slug in passages
        ),
        links=tuple(links_in(words.links)),
        at=publication.at,
    )


def has_summary(db: Reading, event: Event) -> bool:
    """Whether a summary is published; asks nobody's rights, for everybody may know."""
    newest = _newest_publication(db, event)
    return newest is not None and newest.text_id is not None


def summary_draft(db: Reading, event: Event, *, by: Person | None) -> SummaryDraft:
    """What organisers write on."""
    require(by, Action.MANAGE_EVENT, event_id=event.key)
    newest = newest_text(db, event)
    found = _published(db, event)
    return SummaryDraft(
        number=newest.number if newest else 0,
        words=words_of(newest) if newest else Words(),
        matter=tuple(_matter(newest_timetable(db, event))),
        published_number=found[0].number if found else None,
        published_at=found[1].at if found else None,
        recorded=_recorded(db, event),
    )


def newest_text(db: Reading, event: Event) -> SummaryText | None:
    """The newest text as stored, or None; asks nobody's rights."""
    return db.exec(
        select(SummaryText)
        .where(SummaryText.event_id == event.key)
        .order_by(col(SummaryText.number).desc())
        .limit(1)
    ).first()


def words_of(text: SummaryText) -> Words:
    """The words of a stored text."""
    return Words(text.about, text.outcome, text.thanks, text.links, tuple(text.passages.items()))


def _published(db: Reading, event: Event) -> tuple[SummaryText, SummaryPublication] | None:
    newest = _newest_publication(db, event)
    if newest is None or newest.text_id is None:
        return None
    return db.get_one(SummaryText, newest.text_id), newest


def _newest_publication(db: Reading, event: Event) -> SummaryPublication | None:
    return db.exec(
        select(SummaryPublication)
        .where(SummaryPublication.event_id == event.key)
        .order_by(col(SummaryPublication.id).desc())
        .limit(1)
    ).first()


def _matter(timetable: Timetable | None) -> Iterable[Entry]:
    """Each event session once, at its first slot."""
    first: dict[int, Entry] = {}
    for entry in timetable.entries if timetable else ():
        if entry.kind in _MATTER and not entry.is_cancelled:
            first.setdefault(entry.event_session_id, entry)
    return first.values()


def _recorded(db: Reading, event: Event) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = db.exec(
        select(EventSession.slug, Priority.text)
        .join(Board, col(Board.event_session_id) == col(EventSession.id))
        .join(Closure, col(Closure.board_id) == col(Board.id))
        .join(Priority, col(Priority.board_id) == col(Board.id))
        .where(col(Board.event_id) == event.key, col(Priority.state) == PriorityState.RECORDED)
        .order_by(col(Priority.position), col(Priority.id))
    )
    for slug, text in rows:
        found[slug].append(text)
    return {slug: tuple(texts) for slug, texts in found.items()}
