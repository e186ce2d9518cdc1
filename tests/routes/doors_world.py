"""An event with one of everything, so that every door has something behind it.

`address(door)` fills a door's path; what a door may destroy stands there for nothing else.
"""

from __future__ import annotations

import re

from sqlmodel import col, select

from app.agenda.accepting import clashes_of_draft
from app.agenda.calendar_models import CalendarFeed
from app.agenda.editing import add_slot
from app.agenda.feeds import give_feed
from app.agenda.forms import EntryForm
from app.agenda.models import Agenda, Day, DraftChange, Question
from app.agenda.pending import keep_reading
from app.agenda.personal_forms import FeedForm
from app.agenda.queries import draft_timetable
from app.benchmarks.importing import import_benchmarks
from app.benchmarks.models import AssessedState, Conduct, Provision
from app.clock import now
from app.db import Database, Writing
from app.delegations.actions import add_delegation, add_participant
from app.delegations.devices import UNKNOWN
from app.delegations.forms import DelegationForm, ParticipantForm
from app.delegations.joining import ask_to_join, open_code
from app.delegations.joining_forms import JoinForm, JoiningForm
from app.delegations.joining_models import JoinRequest
from app.delegations.joining_queries import door_of
from app.delegations.models import SignIn
from app.delegations.pending_sheets import keep_sheet
from app.delegations.rights import Person
from app.delegations.sign_in import issue_link, open_link
from app.delegations.sign_in_models import Passkey
from app.events.models import Event
from app.mail.models import Mail, MailKind
from app.mail.queueing import Letter, queue_mails
from app.recommendations.agreement_models import Circulation
from app.recommendations.following_up.forms import OwnerForm
from app.recommendations.following_up.models import FollowedPoint
from app.recommendations.following_up.owning import give_owner
from app.recommendations.issuing_models import Supplement, SupplementKind
from app.recommendations.read_in.forms import TakeInForm
from app.recommendations.read_in.pending import keep_conclusions
from app.recommendations.read_in.taking_in import take_in_conclusions
from app.recommendations.reading import read_conclusions
from app.sessions.models import Priority, PriorityState
from tests.agenda.programmes import STRASBOURG
from tests.cast import Cast
from tests.recommendations.steps import UKRAINE, Steps, recommendation
from tests.sessions.rooms import asked, opened, posted, proposed
from tests.summary.summaries import publish

# After all others: they take away what others look at.
_LAST = (
    "record",
    "withdrawal",
    "undoing",
    "deletion",
    "closure",
    "removal",
    "sign-outs",
    "sign-out",
)
# Answers that would last: asked to end at once.
_BRIEF = {"feed": "?seconds=0", "frames": "?wait=0"}


class World:
    """The cast's event with a board, people, recommendations and conclusions."""

    def __init__(self, database: Database, cast: Cast) -> None:
        self.cast = cast
        self.board = board = opened(database, cast)
        client_id = posted(database, board, cast.georgia_delegate)
        speaker = asked(database, board, cast.georgia_delegate)
        priority = proposed(
            database, board, cast.rapporteur, [posted(database, board, cast.georgia_head)]
        )
        steps = Steps(database, cast)
        self._draft = steps.draft()
        self._submitted = steps.submitted()
        merged = steps.submitted(UKRAINE, by=cast.ukraine_head)
        merge = steps.merge(recommendation(merged))
        paragraph = steps.add("One more paragraph.")
        steps.circulate()
        answer = steps.answer(merge.paragraph_id, "propose", words="Other words.")
        with database.writing() as db:
            empty = add_delegation(
                db, cast.event_id, DelegationForm(territory="RS"), by=cast.organiser
            )
            leaver = add_participant(
                db,
                cast.event_id,
                ParticipantForm(name="Leaver", role="observer"),
                by=cast.organiser,
            )
            draft = db.exec(
                select(Agenda).where(Agenda.event_id == cast.event_id, col(Agenda.number).is_(None))
            ).one()
            question = Question(agenda_id=draft.key, text="When does it begin?")
            db.add(question)
            db.flush()
            day = db.exec(select(Day.id).where(Day.agenda_id == draft.key)).one()
            desk = _Desk(db, db.get_one(Event, cast.event_id), cast.organiser)
            give_feed(
                db,
                db.get_one(Event, cast.event_id),
                FeedForm(parts=["chosen"]),
                by=cast.georgia_delegate,
            )
            feed = db.exec(select(CalendarFeed.id)).one()
            member = add_participant(
                db,
                cast.event_id,
                ParticipantForm(name="Expert", delegation_id=str(cast.georgia_id), role="delegate"),
                by=cast.organiser,
            )
            people = b"Country,Name\nSerbia,A judge\n"
            sheet = keep_sheet(
                db, db.get_one(Event, cast.event_id), "people.csv", people, by=cast.organiser
            )
            heads = b"Provision,Code,Conduct,Georgia (GE),Ukraine (UA)\n"
            lines = heads + b"Images,1,Producing,covered,covered\n"
            import_benchmarks(
                db, db.get_one(Event, cast.event_id), "table.csv", lines, by=cast.organiser
            )
            publish(db, db.get_one(Event, cast.event_id), by=cast.organiser)
            self._parts: dict[str, object] = {
                "state_id": db.exec(
                    select(AssessedState.id).where(AssessedState.territory == "GE")
                ).one(),
                "conduct_id": db.exec(select(Conduct.id)).one(),
                "provision_id": db.exec(select(Provision.id)).one(),
                "slug": cast.slug,
                "key": "workshop-1",
                "number": 1,
                "uid": "00000000-0000-4000-8000-000000000001",
                "day_id": day,
                "question_id": question.key,
                "clash": desk.clash,
                "change_id": desk.change,
                "reading_id": desk.reading,
                "index": 0,
                "format_": "md",
                "client_id": client_id,
                "speaker_id": speaker,
                "priority_id": priority,
                "delegation_id": empty.key,
                "participant_id": leaver.key,
                "feed_id": feed,
                "sheet_id": sheet,
                "member_id": member.key,
                "merge_id": merge.key,
                "answer_id": answer,
                "supplement_id": _supplement(db, cast),
                "paragraph_id": paragraph,
                **_followed(db, db.get_one(Event, cast.event_id), cast),
                "part": "participation",
                "other": "fr",
                "recorded_id": _recorded(db, board, cast),
                "mail_id": _mail(db, cast),
                "kind": "invitation",
                "language": "en",
                "token": "no-such-link",
                "code": "NONE22",
                "request_id": _request(db, cast),
                "passkey_id": _passkey(db, cast.organiser),
                "sign_in_id": _signed_in(db, cast.georgia_delegate),
                "path": "favicon.svg",
            }

    def address(self, door: str, **other: object) -> str:
        """The path of a door, with every part filled; `other` names what else shall stand there."""
        method, _, path = door.partition(" ")
        own = method == "POST" and not path.endswith(("dispositions", "returns"))
        parts = self._parts | {"recommendation_id": self._draft if own else self._submitted}
        parts |= other
        filled = re.sub(r"\{(\w+)(:\w+)?\}", lambda part: str(parts[part[1]]), path)
        return filled + _BRIEF.get(path.rsplit("/", 1)[-1], "")

    def in_order(self, doors: dict[str, object]) -> list[str]:
        """Doors for looking, then doors for changing, then doors for taking away."""

        def rank(door: str) -> tuple[int, int]:
            verb = door.rsplit("/", 1)[-1]
            return (
                0 if door.startswith(("GET", "HEAD")) else 1,
                _LAST.index(verb) + 1 if verb in _LAST else 0,
            )

        return sorted(doors, key=rank)


def _signed_in(db: Writing, person: Person) -> int:
    """The id of a sign-in of this person, of a phone that nobody holds."""
    open_link(db, issue_link(db, person.own_id, by=None), days=1)
    db.flush()
    return (
        db.exec(
            select(SignIn.id)
            .where(SignIn.participant_id == person.own_id)
            .order_by(col(SignIn.id).desc())
        ).all()[0]
        or 0
    )


def _followed(db: Writing, event: Event, cast: Cast) -> dict[str, object]:
    """A document that waits, earlier conclusions, and a point of theirs that is Georgia's."""
    read = read_conclusions("meeting.md", b"# Meeting\n\n## Way ahead\n\n- Meet again in May.\n")
    form = TakeInForm(use="earlier", title="An earlier meeting", revision=1)
    taken = keep_conclusions(db, event, "meeting.md", read, by=cast.organiser)
    take_in_conclusions(db, event, taken, form, by=cast.organiser)
    document = keep_conclusions(db, event, "meeting.md", read, by=cast.organiser)
    point = db.exec(select(FollowedPoint)).one()
    owner = give_owner(
        db, event, point.key, OwnerForm(owner=f"delegation-{cast.georgia_id}"), by=cast.organiser
    )
    return {
        "document_id": document,
        "earlier_id": point.earlier_id,
        "point_id": point.key,
        "owner_id": owner.key,
    }


def _request(db: Writing, cast: Cast) -> int:
    """The id of somebody's request to come in by the code on the projector."""
    code = open_code(db, cast.event_id, JoinForm(), by=cast.organiser)
    door = door_of(db, code.code)
    form = JoiningForm(participant_id=str(cast.ukraine_delegate.own_id))
    ask_to_join(db, door, form, device=UNKNOWN, by=None)
    db.flush()
    return db.exec(select(JoinRequest.id)).one() or 0


def _passkey(db: Writing, person: Person) -> int:
    kept = Passkey(
        participant_id=person.own_id,
        credential_id="none",
        public_key="none",
        name="Laptop",
        created_at=now(),
    )
    db.add(kept)
    db.flush()
    return kept.key


def _recorded(db: Writing, board: int, cast: Cast) -> int:
    priority = Priority(
        board_id=board,
        position=99,
        text="Recorded.",
        state=PriorityState.RECORDED,
        created_at=now(),
        recorded_at=now(),
        created_by_id=cast.rapporteur.own_id,
    )
    db.add(priority)
    db.flush()
    return priority.key


def _supplement(db: Writing, cast: Cast) -> int:
    """The id of a corrigendum that says what was circulated."""
    circulation = db.exec(select(Circulation)).one()
    made = Supplement(
        conclusions_id=circulation.conclusions_id,
        kind=SupplementKind.CORRIGENDUM,
        number=1,
        reference="Corr.1",
        reason="A slip.",
        content_hash=circulation.content_hash,
        document=circulation.document,
        issued_at=now(),
        issued_by_id=cast.organiser.own_id,
    )
    db.add(made)
    db.flush()
    return made.key


def _mail(db: Writing, cast: Cast) -> int:
    letter = Letter(cast.observer.own_id, "en", "Invitation", "Come.")
    queue_mails(db, cast.event_id, MailKind.INVITATION, [letter], batch="1",
                domain="example.org", by=None)  # fmt: skip
    db.flush()
    return db.exec(select(Mail)).one().key


class _Desk:
    """What the organisers' desk for the draft has doors to: a clash, a change, a reading."""

    def __init__(self, db: Writing, event: Event, organiser: Person) -> None:
        form = EntryForm(title="Music", kind="social", day="2019-05-17", starts="10:00")
        add_slot(db, event, form, by=organiser)
        draft = draft_timetable(db, event, by=organiser).timetable
        self.clash = clashes_of_draft(db, event, draft, by=organiser)[0].clash.key
        self.change = db.exec(select(DraftChange.id)).one()
        self.reading = keep_reading(db, event, "agenda.txt", STRASBOURG, by=organiser)
