"""Puts the Strasbourg sample into the states that the story does not reach, for pages to show.

Clustered, hidden and withdrawn inputs, a closed board, merges, a changed source, brackets, every
disposition, changes not published; and an event in which nothing has happened yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from sqlmodel import col, select

from app.agenda.accepting import Warned, accept_clash, clashes_of_draft
from app.agenda.drafting import read_for
from app.agenda.editing import add_slot, remove_slot
from app.agenda.forms import EntryForm, PlaceForm
from app.agenda.models import Agenda, Day, DraftChange, Question, Slot
from app.agenda.moving import move_slot
from app.agenda.pending import keep_reading, leave_out
from app.agenda.queries import draft_timetable, event_session_by_slug
from app.agenda.undoing import undo_change
from app.benchmarks.importing import import_benchmarks
from app.db import Database, Reading, Writing
from app.delegations.actions import add_participant
from app.delegations.forms import ParticipantForm
from app.delegations.models import Delegation, Role
from app.delegations.rights import Person, organiser_at
from app.delegations.sign_in import person_by_id
from app.events.creating import create_event
from app.events.models import Event
from app.events.queries import event_by_slug
from app.recommendations.adopting import adopt_conclusions
from app.recommendations.agreement_forms import AnswerForm
from app.recommendations.answering import answer_paragraph
from app.recommendations.circulating import circulate_conclusions
from app.recommendations.corrections import issue_addendum, publish_conclusions
from app.recommendations.dispositions import dispose_of_recommendation
from app.recommendations.drafting import draft_recommendation, revise_recommendation
from app.recommendations.editing import add_paragraph, write_paragraph
from app.recommendations.following_up.forms import OwnerForm, ReportForm
from app.recommendations.following_up.models import FollowedPoint
from app.recommendations.following_up.owning import give_owner
from app.recommendations.following_up.reporting import report_progress
from app.recommendations.forms import (
    AdoptionForm,
    DispositionForm,
    ParagraphForm,
    RecommendationForm,
)
from app.recommendations.issuing_forms import AddendumForm
from app.recommendations.merging import ChosenSource, merge_into_paragraph
from app.recommendations.models import (
    Conclusions,
    Paragraph,
    ParagraphKind,
    ParagraphState,
    Recommendation,
    RecommendationState,
    Relation,
    SourceKind,
)
from app.recommendations.read_in.forms import TakeInForm
from app.recommendations.read_in.pending import keep_conclusions
from app.recommendations.read_in.taking_in import take_in_conclusions
from app.recommendations.reading import read_conclusions
from app.recommendations.submitting import submit_recommendation
from app.sessions.aside import set_aside
from app.sessions.closing import close_board
from app.sessions.endorsing import endorse, open_round
from app.sessions.floor import give_floor
from app.sessions.forms import (
    ClosureForm,
    ClusterForm,
    HidingForm,
    InputForm,
    PriorityForm,
    RoundForm,
    RulesForm,
    ScreenForm,
)
from app.sessions.grouping import make_cluster
from app.sessions.models import Input
from app.sessions.moderating import hide_input, set_rules
from app.sessions.opening import open_board
from app.sessions.posting import post_input
from app.sessions.prioritising import propose_priority
from app.sessions.queries import board_id_at
from app.sessions.screening import show_on_projector
from app.sessions.speakers_forms import AskForm, FloorForm
from app.sessions.speakers_list import ask_for_floor
from app.sessions.withdrawing import withdraw_input
from tests.benchmarks.studies import LONG
from tests.browser.corners_of_people import at_the_door, mails, spreadsheets
from tests.browser.strasbourg import SLUG, Strasbourg
from tests.summary.summaries import publish

EMPTY = "empty-2030"


def fill_the_corners(strasbourg: Strasbourg) -> None:
    """Every state of boards, recommendations, conclusions and the draft agenda, at the sample."""
    strasbourg.conclude_workshop("workshop-4", ["One file.", "One interview."])
    with strasbourg.database.writing() as db:
        event = event_by_slug(db, SLUG)
        _boards(db, event, strasbourg)
        _conclusions(db, event, strasbourg)
        _answers(db, event, strasbourg)
        _follow_up(db, event, strasbourg)
        _draft_agenda(db, event, strasbourg.person(Role.ORGANISER))
        # One question more, which Georgia has not answered.
        table = f"{LONG}Images,,,I3,Offering,conduct,Ukraine,UA,covered,,,,,,,,,,\n"
        import_benchmarks(
            db, event, "table.csv", table.encode(), by=strasbourg.person(Role.ORGANISER)
        )
        publish(db, event, by=strasbourg.person(Role.ORGANISER))
        at_the_door(db, event, strasbourg)
        mails(db, event, strasbourg)
        spreadsheets(db, event, strasbourg.person(Role.ORGANISER))


def adopt_everything(strasbourg: Strasbourg) -> None:
    """Settle what stops the adoption, and adopt by consensus with one reservation."""
    rapporteur = strasbourg.person(Role.RAPPORTEUR)
    with strasbourg.database.writing() as db:
        event = event_by_slug(db, SLUG)
        for one in _still_open(db, event):
            decision = DispositionForm(outcome="not_retained", reason="It stands elsewhere.")
            dispose_of_recommendation(db, event, one.key, decision, by=rapporteur)
        agreed = ParagraphForm(text="They meet again in one year.", revision=1)
        bracketed = select(Paragraph).where(col(Paragraph.state) == ParagraphState.BRACKETED)
        write_paragraph(db, event, db.exec(bracketed).one().key, agreed, by=rapporteur)
        conclusions = db.exec(
            select(Conclusions).where(col(Conclusions.event_id) == event.key)
        ).one()
        form = AdoptionForm(
            mode="consensus", note="One State reserves its position.", revision=conclusions.revision
        )
        adopt_conclusions(db, event, form, by=strasbourg.person(Role.CHAIR))
        organiser = strasbourg.person(Role.ORGANISER)
        publish_conclusions(db, event, by=organiser)
        addition = AddendumForm(
            reference="2019/7/Add.1",
            reason="Decided by the delegations in June.",
            heading="Next meeting",
            text="The delegations meet again in May.",
        )
        issue_addendum(db, event, addition, by=organiser)


def empty_event(database: Database) -> Person:
    """An event without agenda, people or texts; returns its only participant, an organiser."""
    with database.writing() as db:
        event = create_event(
            db, slug=EMPTY, title="A workshop to come", zone="Asia/Manila", by=None
        )
        form = ParticipantForm(name="Organiser", role=Role.ORGANISER.value)
        made = add_participant(db, event.key, form, by=organiser_at(event))
        return person_by_id(db, made.key)


def _boards(db: Writing, event: Event, strasbourg: Strasbourg) -> None:
    rapporteur = strasbourg.person(Role.RAPPORTEUR)
    delegate = strasbourg.person(Role.DELEGATE, "Georgia")
    first = board_id_at(db, event, "workshop-1")
    inputs = _inputs(db, first)
    together = [one.client_id for one in inputs[:2]]
    make_cluster(db, first, ClusterForm(title="Contact points", inputs=together), by=rapporteur)
    reason = HidingForm(reason="Names a person.")
    hide_input(db, first, inputs[4].client_id, reason, by=rapporteur)
    author = person_by_id(db, inputs[5].author_id or 0)
    withdraw_input(db, first, inputs[5].client_id, by=author)
    set_aside(db, first, inputs[2].client_id, by=rapporteur)
    worded = [
        propose_priority(db, first, PriorityForm(text=text, inputs=together), by=rapporteur)
        for text in ("One list of contacts.", "One form.")
    ]
    open_round(db, first, RoundForm(), by=rapporteur)
    endorse(db, first, worded[0].key, by=delegate)
    second = board_id_at(db, event, "workshop-2")
    for kind in ("statement", "reply", "point_of_order"):
        ask_for_floor(db, second, AskForm(kind=kind), by=delegate)
        if kind != "point_of_order":
            give_floor(db, second, FloorForm(), by=rapporteur)
    form = InputForm(client_id=str(uuid4()), text="word " * 190 + "withoutabreak" * 3)
    post_input(db, second, form, by=delegate)
    inbox = RulesForm(inbox="yes", warns="yes", slow_seconds="30")
    set_rules(db, second, inbox, by=strasbourg.person(Role.CHAIR))
    waits = InputForm(client_id=str(uuid4()), text="This one waits.")
    post_input(db, second, waits, by=strasbourg.person(Role.HEAD, "Georgia"))
    close_board(db, board_id_at(db, event, "workshop-4"), ClosureForm(), by=rapporteur)
    agenda = ScreenForm(screen="agenda")
    show_on_projector(db, board_id_at(db, event, "workshop-4"), agenda, by=rapporteur)
    last = open_board(db, event_session_by_slug(db, event, "the-way-forward").id, by=rapporteur)
    own = InputForm(client_id=str(uuid4()), text="word word of a delegation")
    post_input(db, last.key, own, by=delegate)


def _conclusions(db: Writing, event: Event, strasbourg: Strasbourg) -> None:
    rapporteur = strasbourg.person(Role.RAPPORTEUR)
    head = strasbourg.person(Role.HEAD, "Georgia")
    georgia, ukraine, _ = _still_open(db, event)
    merge_into_paragraph(
        db,
        event,
        sources=[
            ChosenSource(SourceKind.RECOMMENDATION, georgia.key, 1, Relation.ADAPTED, "the hour"),
            ChosenSource(SourceKind.RECOMMENDATION, ukraine.key, 1, Relation.ADAPTED, ""),
        ],
        text="Each State should name a contact point that can preserve data at any hour.",
        addressee="All States",
        why="Both ask for the same.",
        by=rapporteur,
    )
    revised = RecommendationForm(text="Each State should name two contact points.", revision=1)
    revise_recommendation(db, event, georgia.key, revised, by=head)
    bracketed = ParagraphForm(kind=ParagraphKind.WAY_AHEAD, text="They meet again [in one year].")
    add_paragraph(db, event, bracketed, by=rapporteur)
    for outcome, more in (
        ("not_retained", {"reason": "Outside the subject."}),
        ("referred", {"referred_to": "The network of prosecutors"}),
    ):
        serbia = strasbourg.person(Role.HEAD, "Serbia")
        drafted = draft_recommendation(
            db, event, RecommendationForm(text=f"To be {outcome}."), by=serbia
        )
        submit_recommendation(db, event, drafted.key, revision=1, by=serbia)
        decision = DispositionForm(outcome=outcome, **more)
        dispose_of_recommendation(db, event, drafted.key, decision, by=rapporteur)


def _follow_up(db: Writing, event: Event, strasbourg: Strasbourg) -> None:
    """Conclusions that wait with every kind of line; earlier ones with points of no, one and many
    owners, late, reported on and given up."""
    organiser = strasbourg.person(Role.ORGANISER)
    for use in (None, "earlier"):
        read = read_conclusions("earlier.md", _EARLIER.encode())
        kept = keep_conclusions(db, event, "earlier.md", read, by=organiser)
        if use:
            form = TakeInForm(use=use, title="An earlier meeting", held="2018", revision=1)
            take_in_conclusions(db, event, kept, form, by=organiser)
    points = db.exec(select(FollowedPoint.id).order_by(col(FollowedPoint.position))).all()
    georgia = strasbourg.person(Role.HEAD, "Georgia")
    delegations = db.exec(select(Delegation.id).where(col(Delegation.event_id) == event.key)).all()
    for delegation in delegations:
        given = OwnerForm(owner=f"delegation-{delegation}", due_on="2019-01-31")
        give_owner(db, event, points[2] or 0, given, by=organiser)
    own = give_owner(
        db, event, points[1] or 0, OwnerForm(owner=f"delegation-{georgia.delegation_id}"),
        by=organiser,
    )  # fmt: skip
    for progress, evidence in (("under_way", "A bill."), ("done", "Law 12 of 2020.")):
        report = ReportForm(
            progress=progress, evidence=evidence, link="https://example.org/" + "law" * 60
        )
        report_progress(db, event, own.key, report, by=georgia)


_EARLIER = """# An earlier meeting

Rome, 3 May 2018, DG1/2018/44

## Recommendations

1. States should name contact points for:
   (a) reports;
   (b) requests that
       (i) are urgent;
2. They should train judges.

## Way ahead

- Meet again.

What else is to be said, stands at the end.

Annex: list of participants
"""


def _answers(db: Writing, event: Event, strasbourg: Strasbourg) -> None:
    """The draft is circulated, and two delegations answer one paragraph; one proposal waits."""
    circulate_conclusions(db, event, by=strasbourg.person(Role.CHAIR))
    paragraph = db.exec(
        select(Paragraph).where(
            col(Paragraph.kind) == ParagraphKind.RECOMMENDATION,
            col(Paragraph.state) == ParagraphState.DRAFTING,
        )
    ).all()[-1]
    words = "Each State names a contact point that can preserve data within one hour."
    for country, form in (
        ("Georgia", AnswerForm(kind="propose", words=words, note="As the annex says.")),
        ("Ukraine", AnswerForm(kind="comment", note="Is this for prosecutors, too?")),
    ):
        answer_paragraph(
            db,
            event,
            paragraph.key,
            form.model_copy(update={"revision": paragraph.revision}),
            by=strasbourg.person(Role.HEAD, country),
        )


def _draft_agenda(db: Writing, event: Event, organiser: Person) -> None:
    draft = db.exec(
        select(Agenda).where(col(Agenda.event_id) == event.key, col(Agenda.number).is_(None))
    ).one()
    of_draft = select(Slot).where(col(Slot.agenda_id) == draft.key)
    first, *_, last = db.exec(of_draft.order_by(col(Slot.position))).all()
    remove_slot(db, event, last.uid, draft.revision, by=organiser)
    on = db.get_one(Day, first.day_id).on
    added = EntryForm(title="An exhibition", kind="social", day=f"{on}", starts="18:00")
    add_slot(db, event, added, by=organiser)
    db.add(Question(agenda_id=draft.key, text="On which day is the exhibition?"))
    # Two clashes, one of them accepted; a move that was taken back; a document under review, in
    # which one entry is new, one other, one left out and one missing.
    for title in ("A tour of the house", "A choir"):
        form = EntryForm(title=title, kind="social", day=f"{on}", starts="18:00", ends="19:00")
        uid = add_slot(db, event, form.model_copy(update={"room": "Foyer"}), by=organiser)
    accept_clash(db, event, draft_clashes(db, event, organiser)[0].clash.key, by=organiser)
    move_slot(db, event, uid, PlaceForm(place="earlier", revision="999"), by=organiser)
    undo_change(db, event, db.exec(newest_change).one().key, by=organiser)
    assert on
    add_reading(db, event, f"{on:%d %B}", organiser)


def draft_clashes(db: Reading, event: Event, organiser: Person) -> Sequence[Warned]:
    """The clashes of the draft as it is."""
    timetable = draft_timetable(db, event, by=organiser).timetable
    return clashes_of_draft(db, event, timetable, by=organiser)


newest_change = select(DraftChange).order_by(col(DraftChange.id).desc()).limit(1)


def add_reading(db: Writing, event: Event, day: str, organiser: Person) -> None:
    """A document that waits to be looked over: its first day alone, with doubts."""
    text = f"""{day}

08:45 - 09:00 Registration
09:00 Welcome remarks
09:30 - 11:00 Music
11:00 - 11:30 Coffee break

Friday 6 June

09:00 A discussion
"""
    read = read_for(event, "newer.txt", text.encode())
    kept = keep_reading(db, event, "newer.txt", read, by=organiser)
    leave_out(db, event, kept, 3, out=True, by=organiser)


def _inputs(db: Reading, board_id: int) -> list[Input]:
    of_board = select(Input).where(col(Input.board_id) == board_id)
    return list(db.exec(of_board.order_by(col(Input.id))).all())


def _still_open(db: Reading, event: Event) -> list[Recommendation]:
    return list(
        db.exec(
            select(Recommendation)
            .where(
                col(Recommendation.event_id) == event.key,
                col(Recommendation.state) == RecommendationState.SUBMITTED,
            )
            .order_by(col(Recommendation.id))
        ).all()
    )
