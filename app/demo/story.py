"""Tells what happened at a sample event by the very actions that people use, each at its time.

One transaction per scene: a demo that stops half-way leaves whole scenes. What a scene does is
told in `boards.py`, `texts.py`, `agreeing.py` and `afterwards.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlmodel import col, select

from app import clock
from app.agenda.drafting import import_document
from app.agenda.editing import settle_question
from app.agenda.models import Agenda, EventSession, Question, Slot
from app.agenda.publishing import publish_version
from app.benchmarks.assessing import describe_study
from app.benchmarks.forms import StudyForm
from app.benchmarks.importing import import_benchmarks
from app.db import Database, Writing
from app.delegations.importing import import_participants
from app.delegations.models import Sector
from app.delegations.rights import organiser_at
from app.demo.afterwards import follow_up, report
from app.demo.agreeing import adopt, agree, ask_for_silence
from app.demo.boards import run_board
from app.demo.people import say_kind_of_organisation
from app.demo.samples import Facts, Sample
from app.demo.texts import conclude, recommend, summarise
from app.events.creating import create_event
from app.events.models import Event, Room
from app.events.queries import event_by_slug
from app.recommendations.house_style import HouseStyleForm, set_house_style

_COLUMNS = (
    "short_title", "subtitle", "reference", "place", "venue", "mode", "joining_url", "language",
    "accent",
    "organisers", "by_invitation", "list_shown_to", "delegation_at_most", "delegation_at_least",
    "required_priorities", "background",
)  # fmt: skip
# The lists of happened.toml, in the order of scenes that have the same moment.
_SCENES: dict[str, Callable[[Writing, Event, Facts], None]] = {
    "boards": run_board,
    "recommendations": recommend,
    "conclusions": conclude,
    "agreements": agree,
    "silences": ask_for_silence,
    "adoptions": adopt,
    "summaries": summarise,
    "follow_ups": follow_up,
    "reports": report,
}


def tell(database: Database, sample: Sample, until: datetime | None = None) -> None:
    """Tell the event up to `until`: by itself, up to where its demo begins, or to its end.

    Its agenda is published in any case, on the day before at the latest: who opens a demo of
    2019 sees that an event of 2021 is planned.
    """
    until = until or sample.event.get("demo_starts_at")
    latest = until - timedelta(days=1) if until else None
    versions = sample.event["versions"]
    clock.start_at(_not_after(versions[0]["published_at"], latest) - timedelta(days=1))
    with database.writing() as db:
        _set_up(db, sample)
    for version in versions:
        clock.start_at(_not_after(version["published_at"], latest))
        with database.writing() as db:
            _publish(db, sample, version)
    for at, scene, facts in scenes(sample, until):
        clock.start_at(at)
        with database.writing() as db:
            _SCENES[scene](db, event_by_slug(db, sample.slug), facts)


def scenes(sample: Sample, until: datetime | None = None) -> Iterator[tuple[datetime, str, Facts]]:
    """The scenes up to `until` (None: all of them) by their moments: moment, list, facts."""
    found = [(facts["at"], name, facts)
             for name in _SCENES for facts in sample.happened.get(name, ())]  # fmt: skip
    for scene in sorted(found, key=lambda one: one[0]):
        if until is None or scene[0] <= until:
            yield scene


def _not_after(moment: datetime, latest: datetime | None) -> datetime:
    return min(moment, latest) if latest else moment


def _set_up(db: Writing, sample: Sample) -> None:
    facts = sample.event
    event = create_event(
        db,
        slug=sample.slug,
        title=facts["title"],
        zone=facts["zone"],
        by=None,
        **{name: facts[name] for name in _COLUMNS if name in facts},
    )
    for position, name in enumerate(facts.get("rooms", ())):
        db.add(Room(event_id=event.key, name=name, position=position))
    required = facts["required_sectors"] if "required_sectors" in facts else facts["sectors"]
    for position, name in enumerate(facts["sectors"]):
        db.add(
            Sector(event_id=event.key, name=name, position=position, is_required=name in required)
        )
    db.flush()
    organiser = organiser_at(event)
    import_participants(
        db, event, "participants.csv", sample.document("participants.csv"), by=organiser
    )
    for name, kind in facts.get("organisations", {}).items():
        say_kind_of_organisation(db, event, name, kind)
    import_document(db, event, "agenda.docx", sample.document("agenda.docx"), by=organiser)
    if "house_style" in facts:
        set_house_style(db, event, HouseStyleForm(**facts["house_style"]), by=organiser)
    if sample.has("benchmarks.csv"):
        table = sample.document("benchmarks.csv")
        import_benchmarks(db, event, "benchmarks.csv", table, by=organiser)
        describe_study(db, event, StudyForm(**facts["benchmarks"]), by=organiser)


def _publish(db: Writing, sample: Sample, version: Facts) -> None:
    event = event_by_slug(db, sample.slug)
    for slug, room in version.get("rooms", {}).items():
        slots = db.exec(
            select(Slot)
            .join(Agenda, col(Agenda.id) == col(Slot.agenda_id))
            .join(EventSession, col(EventSession.id) == col(Slot.event_session_id))
            .where(
                col(Agenda.event_id) == event.key,
                col(Agenda.number).is_(None),
                col(EventSession.slug) == slug,
            )
        ).all()
        for slot in slots:
            slot.room_id = db.exec(
                select(Room.id).where(col(Room.event_id) == event.key, col(Room.name) == room)
            ).one()
    db.flush()
    if version.get("rooms"):
        for question_id in db.exec(
            select(Question.id)
            .join(Agenda, col(Agenda.id) == col(Question.agenda_id))
            .where(col(Agenda.event_id) == event.key, col(Question.answered_at).is_(None))
        ).all():
            settle_question(db, event, question_id or 0, by=organiser_at(event))
    publish_version(db, event, version["label"], by=organiser_at(event))
