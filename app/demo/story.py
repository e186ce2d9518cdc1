"""Tells what happened at a sample event by the very actions that people use, each at its time.

One transaction per scene: a demo that stops half-way leaves whole scenes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

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
from app.delegations.models import Appointment, Delegation, Participant, Role, Sector
from app.delegations.rights import Person, organiser_at
from app.delegations.sign_in import person_by_id
from app.demo.samples import Sample
from app.events.creating import create_event
from app.events.models import Event, Room
from app.events.queries import event_by_slug
from app.recommendations.drafting import draft_recommendation
from app.recommendations.editing import add_paragraph
from app.recommendations.forms import ParagraphForm, RecommendationForm
from app.recommendations.submitting import submit_recommendation
from app.sessions.forms import InputForm, PriorityForm
from app.sessions.models import Attribution, Step
from app.sessions.opening import open_board
from app.sessions.posting import post_input
from app.sessions.prioritising import propose_priority, record_priority
from app.sessions.stepping import move_step

Facts = dict[str, Any]
_COLUMNS = (
    "short_title", "subtitle", "reference", "place", "venue", "mode", "language", "accent",
    "organisers", "by_invitation", "delegation_at_most", "delegation_at_least",
    "required_priorities", "background",
)  # fmt: skip


def tell(database: Database, sample: Sample) -> None:
    """Everything that is told of this event, up to the moment at which the demo begins."""
    versions = sample.event["versions"]
    clock.start_at(versions[0]["published_at"] - timedelta(days=1))
    with database.writing() as db:
        _set_up(db, sample)
    for version in versions:
        clock.start_at(version["published_at"])
        with database.writing() as db:
            _publish(db, sample, version)
    for board in sample.happened.get("boards", []):
        clock.start_at(board["opened_at"])
        with database.writing() as db:
            _run_board(db, sample, board)
    if sample.happened:
        clock.start_at(sample.event["demo_starts_at"] - timedelta(minutes=5))
        with database.writing() as db:
            _recommend(db, sample)


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
    for position, name in enumerate(facts.get("sectors", ())):
        db.add(Sector(event_id=event.key, name=name, position=position))
    db.flush()
    organiser = organiser_at(event)
    import_participants(
        db, event, "participants.csv", sample.document("participants.csv"), by=organiser
    )
    import_document(db, event, "agenda.docx", sample.document("agenda.docx"), by=organiser)
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


def _run_board(db: Writing, sample: Sample, told: Facts) -> None:
    event = event_by_slug(db, sample.slug)
    rapporteur = _somebody(db, event, Role.RAPPORTEUR)
    event_session_id = db.exec(
        select(EventSession.id).where(
            col(EventSession.event_id) == event.key, col(EventSession.slug) == told["session"]
        )
    ).one()
    board = open_board(
        db,
        event_session_id or 0,
        attribution=Attribution(told["attribution"]),
        instruction=told["instruction"],
        by=rapporteur,
    )
    posted: list[str] = []
    for line in told.get("inputs", ()):
        clock.start_at(clock.now() + timedelta(seconds=75))
        form = InputForm(client_id=str(uuid4()), text=line["text"], kind=line["kind"])
        author = _somebody(
            db, event, Role.DELEGATE, delegation=line["delegation"], sector=line.get("sector")
        )
        post_input(db, board.key, form, by=author)
        posted.append(form.client_id)
    if told["step"] != Step.POST:
        move_step(db, board.key, Step(told["step"]), by=rapporteur)
    for line in told.get("priorities", ()):
        form_ = PriorityForm(text=line["text"], inputs=[posted[index] for index in line["from"]])
        priority = propose_priority(db, board.key, form_, by=rapporteur)
        if line["recorded"]:
            record_priority(db, board.key, priority.key, by=rapporteur)


def _recommend(db: Writing, sample: Sample) -> None:
    event = event_by_slug(db, sample.slug)
    for line in sample.happened.get("recommendations", ()):
        head = _somebody(db, event, Role.HEAD, delegation=line["delegation"])
        form = RecommendationForm(
            text=line["text"],
            theme=line["theme"],
            addressee=line["addressee"],
            measure=line["measure"],
        )
        drafted = draft_recommendation(db, event, form, by=head)
        if line["submitted"]:
            submit_recommendation(db, event, drafted.key, revision=drafted.revision, by=head)
    rapporteur = _somebody(db, event, Role.RAPPORTEUR)
    for line in sample.happened.get("conclusions", {}).get("paragraphs", ()):
        paragraph = ParagraphForm(kind=line["kind"], text=line["text"])
        add_paragraph(db, event, paragraph, by=rapporteur)


def _somebody(
    db: Writing,
    event: Event,
    role: Role,
    *,
    delegation: str | None = None,
    sector: str | None = None,
) -> Person:
    query = (
        select(Participant.id)
        .join(Appointment, col(Appointment.participant_id) == col(Participant.id))
        .where(col(Participant.event_id) == event.key, col(Appointment.role) == role)
        .order_by(col(Participant.id))
    )
    if delegation:
        query = query.join(Delegation, col(Delegation.id) == col(Participant.delegation_id)).where(
            col(Delegation.name) == delegation
        )
    if sector:
        query = query.join(Sector, col(Sector.id) == col(Participant.sector_id)).where(
            col(Sector.name) == sector
        )
    participant_id = db.exec(query).first()
    assert participant_id is not None, f"the sample has no {role} of {delegation}"
    return person_by_id(db, participant_id)
