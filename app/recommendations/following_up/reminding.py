"""Owners are reminded of what is still open, each of a date once. Knows no mail server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlmodel import col, select

from app.agenda.saying import Sayer
from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Appointment, Participant, Role
from app.delegations.rights import Action, Person, require
from app.errors import Refused
from app.events.journal import record
from app.events.models import Event
from app.mail.models import MailChoice, MailKind
from app.mail.queueing import Letter, queue_mails
from app.mail.writer import spoken_language
from app.recommendations.following_up.models import FollowedPoint, PointOwner, PointReminder
from app.recommendations.following_up.queries import load_points
from app.recommendations.following_up.taking_up import follow_up_for_update
from app.recommendations.following_up.views import OwnerView, PointView

_SHORT = 160


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many mails were queued, and the delegations nobody of which has an address."""

    mails: int
    unreachable: tuple[str, ...]


def remind_owners(
    db: Writing,
    event: Event,
    sayers: Mapping[str, Sayer],
    *,
    base_url: str,
    domain: str,
    by: Person | None,
) -> Reminded:
    """Write to each delegation with open points of which it was not reminded yet.

    One mail to each of its heads and focal points, else to its delegates, with all these points.
    Who was reminded of a point and its date never is again. Refused while mails have no sender.
    """
    require(by, Action.MANAGE_FOLLOW_UP, event_id=event.key)
    if not event.contact:
        raise Refused("Mails need a sender. Give the organisers' mail address first.")
    participant = by.participant_id if by else None
    follow_up_for_update(db, event, by=participant)
    letters: list[Letter] = []
    unreachable: list[str] = []
    batch = str(uuid4())
    people = _people(db, event)
    address = f"{base_url.rstrip('/')}/events/{event.slug}/follow-up"
    for delegation_id, points in _due(db, event).items():
        readers = people.get(delegation_id, ())
        if not readers:
            unreachable.append(points[0][1].name)
            continue
        for _, owner in points:
            db.add(
                PointReminder(
                    owner_id=owner.row.key,
                    due_on=owner.row.due_on,
                    reminded_at=now(),
                    reminded_by_id=participant,
                )
            )
        for person, language in readers:
            sayer = sayers[spoken_language(language, event, sayers)]
            letters.append(_letter(event, person, points, sayer, address, about=batch))
    count = queue_mails(
        db, event.key, MailKind.FOLLOW_UP, letters, batch=batch, domain=domain, by=participant
    )
    if count:
        record(db, event.key, "remind owners", f"event {event.key}", by=participant, count=count)
    return Reminded(count, tuple(unreachable))


def waiting_for_reminder(points: Sequence[PointView], told: set[tuple[int, object]]) -> int:
    """How many delegations' points are open and were not reminded of."""
    return sum(
        owner.is_open
        and owner.row.delegation_id is not None
        and (owner.row.key, owner.row.due_on) not in told
        for point in points
        for owner in point.owners
    )


def reminders_of(db: Reading, event: Event) -> set[tuple[int, object]]:
    """(owner, date) of every reminder of this event; rights are the caller's."""
    rows = db.exec(
        select(PointReminder.owner_id, col(PointReminder.due_on))
        .join(PointOwner, col(PointOwner.id) == col(PointReminder.owner_id))
        .join(FollowedPoint, col(FollowedPoint.id) == col(PointOwner.point_id))
        .where(FollowedPoint.event_id == event.key)
    )
    return set(rows.all())


def _due(db: Writing, event: Event) -> dict[int, list[tuple[PointView, OwnerView]]]:
    told = reminders_of(db, event)
    found: defaultdict[int, list[tuple[PointView, OwnerView]]] = defaultdict(list)
    for point in load_points(db, event):
        for owner in point.owners:
            if (
                owner.is_open
                and owner.row.delegation_id is not None
                and (owner.row.key, owner.row.due_on) not in told
            ):
                found[owner.row.delegation_id].append((point, owner))
    return found


def _people(db: Writing, event: Event) -> dict[int, list[tuple[Participant, str | None]]]:
    """Delegation id → whom to write to, with the language they chose."""
    rows = db.exec(
        select(Participant, Appointment.role, MailChoice.language)
        .join(Appointment, col(Appointment.participant_id) == col(Participant.id))
        .outerjoin(MailChoice, col(MailChoice.participant_id) == col(Participant.id))
        .where(
            Participant.event_id == event.key,
            col(Participant.left_at).is_(None),
            col(Participant.email).is_not(None),
            col(Participant.delegation_id).is_not(None),
            col(Appointment.role).in_([Role.HEAD, Role.FOCAL_POINT, Role.DELEGATE]),
        )
        .order_by(col(Participant.id))
    ).all()
    leading: defaultdict[int, dict[int, tuple[Participant, str | None]]] = defaultdict(dict)
    others: defaultdict[int, dict[int, tuple[Participant, str | None]]] = defaultdict(dict)
    for person, role, language in rows:
        group = others if role is Role.DELEGATE else leading
        group[person.delegation_id or 0][person.key] = (person, language)
    return {
        delegation: list((leading.get(delegation) or others[delegation]).values())
        for delegation in {*leading, *others}
    }


def _letter(
    event: Event,
    person: Participant,
    points: Sequence[tuple[PointView, OwnerView]],
    sayer: Sayer,
    address: str,
    *,
    about: str,
) -> Letter:
    say = sayer.say
    told = [
        say("These points of the conclusions of “{title}” are yours and still open.",
            title=event.title),
        "",
    ]  # fmt: skip
    for point, owner in points:
        text = point.row.text.split("\n")[0]
        short = text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"
        on = owner.row.due_on
        due = " " + say("(by {day})", day=sayer.day(on)) if on else ""
        told += [
            f"– {point.row.number} {short}{due}".replace("–  ", "– "),
            f"  {address}/points/{point.row.key}",
        ]
    told += ["", say("Say there how far they are."), address]
    return Letter(
        participant_id=person.key,
        language=sayer.language,
        subject=say("What became of it? {title}", title=event.short_title or event.title),
        body="\n".join(told) + "\n",
        about=about,
    )
