"""A new event from a sample: its facts, rules, rooms, sectors and agenda, on days of one's own."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from app.agenda.cloning import clone_event, move_draft_to
from app.agenda.drafting import import_document
from app.db import Writing
from app.delegations.models import Sector
from app.delegations.rights import organiser_at
from app.demo.samples import facts_of_sample
from app.errors import BadInput
from app.events.creating import create_event
from app.events.models import Event, Room
from app.paths import SAMPLES

_FACTS = (
    "short_title", "subtitle", "place", "venue", "mode", "language", "accent", "organisers",
    "by_invitation", "delegation_at_most", "delegation_at_least", "required_priorities",
    "background",
)  # fmt: skip


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

    Its first day is `starts`. Nobody comes along. BadInput where there is neither.
    """
    known = db.exec(select(Event).where(Event.slug == source)).first()
    if known is not None:
        return clone_event(
            db, known, slug=slug, starts=starts, title=title, zone=zone, by=organiser_at(known)
        )
    # A name, never a path: only what is shipped can be meant.
    if source not in {folder.parent.name for folder in SAMPLES.glob("*/event.toml")}:
        raise BadInput("There is neither an event nor a sample called {name}.", name=source)
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
    facts = facts_of_sample(name)
    event = create_event(
        db,
        slug=slug,
        title=title or facts["title"],
        zone=zone or facts["zone"],
        by=by,
        **{fact: facts[fact] for fact in _FACTS if fact in facts},
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
