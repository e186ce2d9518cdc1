"""Reminders of what begins soon, for those who asked for them: of their own sessions, each once.

Asked about every minute; nobody is reminded of what has begun. Knows no mail server.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import col, select

from app.agenda.interests import interests
from app.agenda.queries import newest_timetable
from app.agenda.saying import Sayer
from app.agenda.timetable import Entry
from app.clock import now
from app.db import Database, Reading, Writing
from app.delegations.models import Participant
from app.events.journal import record
from app.events.models import Event
from app.mail.forms import REMIND
from app.mail.models import MailChoice, MailKind
from app.mail.queueing import Letter, queue_mails
from app.mail.writer import spoken_language

# One batch for all reminders: the same person hears of the same beginning once, whoever asks.
_BATCH = "reminders"


def remind(database: Database, sayers: Mapping[str, Sayer], *, base_url: str, domain: str) -> int:
    """Queue the reminders that are due at all events; how many."""
    with database.reading() as db:
        wanted = db.exec(
            select(Event)
            .join(Participant, col(Participant.event_id) == col(Event.id))
            .join(MailChoice, col(MailChoice.participant_id) == col(Participant.id))
            .where(col(MailChoice.remind).is_not(None), Event.contact != "")
            .distinct()
        ).all()
        soon = [(event, entries) for event in wanted if (entries := _soon(db, event))]
    queued = 0
    for event, entries in soon:
        with database.writing() as db:
            # Two processes that ask at the same time wait for each other here.
            db.exec(select(Event.id).where(Event.id == event.key).with_for_update(key_share=True))
            address = f"{base_url.rstrip('/')}/events/{event.slug}"
            letters = _letters(db, event, entries, sayers, address)
            count = queue_mails(
                db, event.key, MailKind.SOON, letters, batch=_BATCH, domain=domain, by=None
            )
            if count:
                record(db, event.key, "remind", f"event {event.key}", by=None, count=count)
            queued += count
    return queued


def _soon(db: Reading, event: Event) -> list[Entry]:
    """What of the newest version begins within the longest time that somebody may ask for."""
    timetable = newest_timetable(db, event)
    latest = now() + timedelta(minutes=max(REMIND))
    return [
        entry
        for entry in (timetable.entries if timetable else ())
        if entry.starts_at is not None
        and now() < entry.starts_at <= latest
        and not entry.is_cancelled
        and not entry.is_break
    ]


def _letters(
    db: Writing, event: Event, entries: list[Entry], sayers: Mapping[str, Sayer], address: str
) -> list[Letter]:
    """What is due now; whoever was told already is passed over when it is queued."""
    people = db.exec(
        select(Participant, MailChoice)
        .join(MailChoice, col(MailChoice.participant_id) == col(Participant.id))
        .where(
            Participant.event_id == event.key,
            col(Participant.left_at).is_(None),
            col(Participant.email).is_not(None),
            col(MailChoice.remind).is_not(None),
        )
    ).all()
    of_person = interests(db, event)
    return [
        _letter(event, person, entry, sayers[spoken_language(choice.language, event, sayers)],
                address)
        for person, choice in people
        for entry in entries
        if entry.event_session_id in of_person[person.key].own
        and _is_due(entry.starts_at, choice.remind)
    ]  # fmt: skip


def _is_due(starts_at: datetime | None, minutes: int | None) -> bool:
    if starts_at is None or minutes is None:
        return False
    return starts_at - timedelta(minutes=minutes) <= now() < starts_at


def _letter(event: Event, person: Participant, entry: Entry, sayer: Sayer, address: str) -> Letter:
    assert entry.day is not None
    assert entry.starts_at is not None
    say = sayer.say
    when = f"{sayer.day(entry.day)}, {entry.hours} ({event.zone})"
    lines = [
        say("{name} begins soon.", name=entry.name),
        "",
        when,
        entry.room or "",
        f"{address}/sessions/{entry.event_session_slug}",
        "",
        say("You asked to be reminded. Change it here:"),
        f"{address}/me/mails",
    ]
    return Letter(
        participant_id=person.key,
        language=sayer.language,
        subject=say("Soon: {name}, {hours}", name=entry.name, hours=entry.hours),
        body="\n".join(lines) + "\n",
        # A session that was moved is a new reason to be reminded.
        about=f"{entry.uid} {entry.starts_at:%Y-%m-%dT%H:%M%z}",
    )
