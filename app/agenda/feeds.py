"""Personal calendar feeds: given, changed, taken back, opened by their address.

An address carries 192 random bits and is stored as a hash, like a personal link; whoever has it
reads the calendar, so it is shown once and never logged.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from app.agenda.calendar import CalendarFacts, calendar
from app.agenda.calendar_models import CalendarFeed
from app.agenda.interests import Interest, attended_by_all, interests
from app.agenda.joining import joining_links
from app.agenda.personal_forms import FeedForm
from app.agenda.queries import published_timetable
from app.agenda.timetable import Timetable
from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Participant, SignInLink
from app.delegations.rights import Action, Person, require
from app.delegations.sign_in import person_by_id
from app.errors import Gone, NotFound, Refused
from app.events.journal import record
from app.events.models import Event

MOST_FEEDS = 10


@dataclass(frozen=True, slots=True)
class PersonalCalendar:
    """A feed as it is served: its bytes, of which event, and when its version was published."""

    slug: str
    content: bytes
    published_at: datetime


def give_feed(db: Writing, event: Event, form: FeedForm, *, by: Person | None) -> str:
    """Make a calendar for this person; returns the token of its address, which is nowhere stored.

    Refused while they have ten.
    """
    _own_for_update(db, event, by)
    assert by is not None
    if len([feed for feed in own_feeds(db, event, by=by) if feed.revoked_at is None]) >= MOST_FEEDS:
        raise Refused(
            "You have {most} calendars already. Take one back that you do not use.",
            most=MOST_FEEDS,
        )
    token = secrets.token_urlsafe(24)
    feed = CalendarFeed(participant_id=by.own_id, token_hash=_hash(token), created_at=now())
    feed.sqlmodel_update(form.checked())
    db.add(feed)
    db.flush()
    record(db, event.key, "give calendar", f"calendar {feed.key}", by=by.own_id)
    return token


def change_feed(
    db: Writing, event: Event, feed_id: int, form: FeedForm, *, by: Person | None
) -> None:
    """Change what is in a calendar and when it reminds; its address stays."""
    feed = _own_feed(db, event, feed_id, by)
    feed.sqlmodel_update(form.checked())
    record(db, event.key, "change calendar", f"calendar {feed.key}", by=feed.participant_id)


def revoke_feed(db: Writing, event: Event, feed_id: int, *, by: Person | None) -> None:
    """Take a calendar back: its address answers 410 from now on."""
    feed = _own_feed(db, event, feed_id, by)
    if feed.revoked_at is None:
        feed.revoked_at = now()
        record(db, event.key, "revoke calendar", f"calendar {feed.key}", by=feed.participant_id)


def own_feeds(db: Reading, event: Event, *, by: Person | None) -> Sequence[CalendarFeed]:
    """The person's calendars that still answer, oldest first."""
    require(by, Action.FOLLOW_AGENDA, event_id=event.key)
    assert by is not None
    feeds = db.exec(
        select(CalendarFeed)
        .where(CalendarFeed.participant_id == by.own_id, col(CalendarFeed.revoked_at).is_(None))
        .order_by(col(CalendarFeed.id))
    ).all()
    revoked_at = _links_revoked_at(db, by.own_id)
    return [feed for feed in feeds if revoked_at is None or feed.created_at > revoked_at]


def personal_calendar(
    db: Reading,
    token: str,
    *,
    domain: str,
    base_url: str,
    translate_in: Callable[[str], Callable[[str], str]] = lambda _: str,
) -> PersonalCalendar:
    """The calendar at this address. NotFound for an unknown one, Gone for one taken back.

    It ends with whoever left the event, and with the links that organisers took back after it was
    made: a lost phone shall not go on reading. `translate_in` gives the gettext function of a
    language, for the calendar is in the event's.
    """
    found = db.exec(
        select(CalendarFeed, Participant, Event)
        .join(Participant, col(Participant.id) == col(CalendarFeed.participant_id))
        .join(Event, col(Event.id) == col(Participant.event_id))
        .where(CalendarFeed.token_hash == _hash(token))
    ).first()
    if found is None:
        raise NotFound("This calendar is not known here. Make a new one on your page.")
    feed, participant, event = found
    revoked_at = _links_revoked_at(db, participant.key)
    lost = revoked_at is not None and feed.created_at <= revoked_at
    if feed.revoked_at is not None or participant.left_at is not None or lost:
        raise Gone("This calendar was taken back. Make a new one on your page.")
    person = person_by_id(db, participant.key)
    timetable = published_timetable(db, event)
    interest = interests(db, event)[participant.key]
    assert timetable.published_at is not None
    content = calendar(
        timetable,
        CalendarFacts.of(
            event, domain=domain, base_url=base_url, translate=translate_in(event.language)
        ),
        only=uids_for(feed, interest, timetable),
        joining=joining_links(db, event, by=person),
        reminder=feed.reminder,
        name=f"{event.short_title or event.title}: {feed.name or participant.name}",
    )
    return PersonalCalendar(event.slug, content, timetable.published_at)


def uids_for(feed: CalendarFeed, interest: Interest, timetable: Timetable) -> frozenset[str]:
    """The slots that belong into a feed; breaks where the feed wants them."""
    wanted: set[int] = set()
    for is_wanted, ids in (
        (feed.common, attended_by_all(timetable)),
        (feed.chosen, interest.chosen),
        (feed.delegation, interest.delegation),
        (feed.roles, interest.roles),
    ):
        if is_wanted:
            wanted |= ids
    return frozenset(
        entry.uid
        for entry in timetable.entries
        if (feed.breaks if entry.is_break else entry.event_session_id in wanted)
    )


def _own_for_update(db: Writing, event: Event, by: Person | None) -> None:
    require(by, Action.FOLLOW_AGENDA, event_id=event.key)
    assert by is not None
    lock = select(Participant.id).where(Participant.id == by.own_id)
    db.exec(lock.with_for_update(key_share=True)).one()


def _own_feed(db: Writing, event: Event, feed_id: int, by: Person | None) -> CalendarFeed:
    require(by, Action.FOLLOW_AGENDA, event_id=event.key)
    assert by is not None
    feed = db.exec(
        select(CalendarFeed)
        .where(CalendarFeed.id == feed_id, CalendarFeed.participant_id == by.own_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if feed is None:
        raise NotFound("This calendar is not one of yours. Go back to your sessions.")
    return feed


def _links_revoked_at(db: Reading, participant_id: int) -> datetime | None:
    return db.exec(
        select(SignInLink.revoked_at)
        .where(SignInLink.participant_id == participant_id, col(SignInLink.revoked_at).is_not(None))
        .order_by(col(SignInLink.revoked_at).desc())
        .limit(1)
    ).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
