"""A new event started from another one, from a sample, or from nothing; who starts it organises it.

Nobody else comes along. Knows no page; what is typed is in starting_forms.py.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import select

from app.agenda.cloning import clone_event, facts_for, move_draft_to
from app.agenda.drafting import import_document
from app.agenda.drafts import add_day, draft_for_update
from app.agenda.slugs import address_for
from app.agenda.starting_forms import NOTHING, THIS_EVENT, StartForm
from app.db import Writing
from app.delegations.models import Appointment, Participant, Role, Sector
from app.delegations.rights import Action, Person, organiser_at, require
from app.delegations.sign_in import issue_link
from app.errors import BadInput
from app.events.creating import create_event
from app.events.models import Event, Room
from app.paths import SAMPLES

_FACTS = (
    "short_title", "subtitle", "place", "venue", "mode", "language", "accent", "organisers",
    "by_invitation", "delegation_at_most", "delegation_at_least", "required_priorities",
    "background",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Started:
    """A new event, and the token of its organiser's link, which nobody can read again later."""

    event: Event
    token: str


def samples_shipped() -> Sequence[tuple[str, str]]:
    """The samples one can start from: name and title, by title."""
    found = [(name, str(_facts(name)["title"])) for name in _sample_names()]
    return sorted(found, key=lambda one: one[1])


def start_event(db: Writing, here: Event, form: StartForm, *, by: Person | None) -> Started:
    """The event that an organiser of `here` asks for; that organiser is the only one it has.

    BadInput and Refused as `create_event` and `clone_event` say them.
    """
    require(by, Action.MANAGE_EVENT, event_id=here.key)
    assert by is not None
    text = form.checked()
    taken = set(db.exec(select(Event.slug)))
    slug = text.slug or address_for(text.title, text.starts.year, taken)
    if text.source == THIS_EVENT:
        made = clone_event(
            db, here, slug=slug, starts=text.starts, title=text.title, zone=text.zone, by=by
        )
    elif text.source == NOTHING:
        made = create_event(
            db, slug=slug, title=text.title, zone=text.zone, by=None, language=here.language
        )
        add_day(db, draft_for_update(db, made, by=organiser_at(made)), text.starts)
    else:
        made = _from_sample(
            db, text.source, slug=slug, starts=text.starts, title=text.title, zone=text.zone,
            by=None,
        )  # fmt: skip
    return Started(made, _organised_by(db, made, by))


def start_like(
    db: Writing,
    source: str,
    *,
    slug: str,
    starts: date,
    title: str | None = None,
    zone: str | None = None,
    by: int | None,
) -> Event:
    """A new event like the event `source` of this installation, else like the sample of that name.

    Its first day is `starts`; it has no organiser yet. `by` is a participant's id, None for the
    command line. BadInput where there is neither.
    """
    known = db.exec(select(Event).where(Event.slug == source)).first()
    if known is not None:
        return clone_event(
            db, known, slug=slug, starts=starts, title=title, zone=zone, by=organiser_at(known)
        )
    return _from_sample(db, source, slug=slug, starts=starts, title=title, zone=zone, by=by)


def _from_sample(
    db: Writing,
    name: str,
    *,
    slug: str,
    starts: date,
    title: str | None,
    zone: str | None,
    by: int | None,
) -> Event:
    # A name, never a path: only what is shipped can be meant.
    if name not in _sample_names():
        raise BadInput(
            "There is neither an event nor a sample called {name}.", field="source", name=name
        )
    facts = _facts(name)
    event = create_event(
        db,
        slug=slug,
        title=title or facts["title"],
        zone=zone or facts["zone"],
        by=by,
        **facts_for({fact: facts[fact] for fact in _FACTS if fact in facts}, facts["title"], title),
    )
    for position, room in enumerate(facts.get("rooms", ())):
        db.add(Room(event_id=event.key, name=room, position=position))
    for position, sector in enumerate(facts.get("sectors", ())):
        db.add(Sector(event_id=event.key, name=sector, position=position))
    db.flush()
    organiser = organiser_at(event)
    document = (SAMPLES / name / "agenda.docx").read_bytes()
    import_document(db, event, "agenda.docx", document, by=organiser)
    move_draft_to(db, event, starts, by=organiser)
    return event


def _organised_by(db: Writing, made: Event, by: Person) -> str:
    """Whoever started it, as a participant of the new event; the token of their link to it."""
    self_here = db.get_one(Participant, by.own_id)
    organiser = Participant(
        event_id=made.key,
        name=self_here.name,
        function=self_here.function,
        email=self_here.email,
    )
    db.add(organiser)
    db.flush()
    db.add(Appointment(participant_id=organiser.key, role=Role.ORGANISER))
    return issue_link(db, organiser.key, by=organiser.key)


def _sample_names() -> set[str]:
    return {folder.parent.name for folder in SAMPLES.glob("*/event.toml")}


def _facts(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / name / "event.toml").read_text("utf-8"))
