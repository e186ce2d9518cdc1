"""The first event of an installation and its first organiser: a link, a form, and one is in.

Nobody is there yet who could give anybody a right, so the server prints a link where only who runs
it can read. It opens once, and no longer when there is an event.
"""

from __future__ import annotations

import secrets

from pydantic import BaseModel
from sqlmodel import select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.devices import Device
from app.delegations.forms import ParticipantForm
from app.delegations.models import Appointment, Participant, Role, SignInWay
from app.delegations.sign_in import OpenedLink, begin_sign_in, hash_of
from app.delegations.sign_in_models import FirstLink
from app.errors import BadInput, Gone, NotFound
from app.events.creating import create_event
from app.events.journal import record
from app.events.models import Event


class FirstForm(BaseModel):
    """The first event and who organises it; every field is text as typed."""

    title: str = ""
    slug: str = ""
    zone: str = ""
    name: str = ""
    email: str = ""

    @property
    def organiser(self) -> ParticipantForm:
        """The organiser's entry."""
        return ParticipantForm(name=self.name, email=self.email, role=Role.ORGANISER.value)


def first_link(db: Writing, *, by: None) -> str | None:
    """The token of a new first link, which is nowhere stored; None where there is an event.

    `by` is None: whoever starts the server. Earlier ones stay valid, because several processes
    may start at once.
    """
    del by
    if _has_event(db):
        return None
    token = secrets.token_urlsafe(24)
    db.add(FirstLink(token_hash=hash_of(token), created_at=now()))
    return token


def check_first_link(db: Reading, token: str) -> FirstLink:
    """The link, where it still opens; NotFound for an unknown one, else Gone."""
    link = db.exec(select(FirstLink).where(FirstLink.token_hash == hash_of(token))).first()
    if link is None:
        raise NotFound("This link is not known here. The server prints a new one when it starts.")
    if link.used_at is not None or _has_event(db):
        raise Gone("The first event is there already. Its organisers give you a personal link.")
    return link


def begin(db: Writing, token: str, form: FirstForm, *, days: int, device: Device) -> OpenedLink:
    """Make the first event with its organiser, and sign them in for `days` days."""
    # Two who open the link at once: the second one sees what the first one made.
    lock = select(FirstLink.id).where(FirstLink.token_hash == hash_of(token))
    db.exec(lock.with_for_update()).first()
    link = check_first_link(db, token)
    title = " ".join(form.title.split())
    if len(title) > 300:
        raise BadInput(
            "The title is longer than {most} characters. Shorten it.", field="title", most=300
        )
    name, email = form.organiser.checked_name(), form.organiser.checked_email()
    event = create_event(
        db, slug=form.slug.strip().lower(), title=title, zone=form.zone.strip(), by=None
    )
    organiser = Participant(event_id=event.key, name=name, email=email)
    db.add(organiser)
    db.flush()
    db.add(Appointment(participant_id=organiser.key, role=Role.ORGANISER))
    record(db, event.key, "add participant", f"participant {organiser.key}", by=organiser.key)
    link.used_at = now()
    return begin_sign_in(db, organiser, SignInWay.LINK, days=days, device=device)


def _has_event(db: Reading) -> bool:
    return db.exec(select(Event.id).limit(1)).first() is not None
