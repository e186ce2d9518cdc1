"""Puts people around the Strasbourg sample: at the door, in spreadsheets, written to by mail."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from app.clock import now
from app.db import Writing
from app.delegations.devices import Device
from app.delegations.joining import ask_to_join, open_code
from app.delegations.joining_forms import JoinForm, JoiningForm
from app.delegations.joining_queries import door_of
from app.delegations.models import Participant, Role
from app.delegations.pending_sheets import keep_sheet
from app.delegations.rights import Person
from app.events.models import Event
from app.mail.ledger import UNKNOWN
from app.mail.models import Mail, MailKind, MailState
from app.mail.queueing import Letter, queue_mails
from tests.browser.strasbourg import Strasbourg


def at_the_door(db: Writing, event: Event, strasbourg: Strasbourg) -> None:
    """An open join code, and two people who wait to be let in."""
    code = open_code(db, event.key, JoinForm(), by=strasbourg.person(Role.ORGANISER))
    for waiting in (strasbourg.person(Role.SPEAKER), strasbourg.person(Role.HEAD, "Georgia")):
        form = JoiningForm(participant_id=str(waiting.own_id))
        device = Device("Safari", "iPhone")
        ask_to_join(db, door_of(db, code.code), form, device=device, by=None)


def spreadsheets(db: Writing, event: Event, organiser: Person) -> None:
    """One that may be imported once a question is answered, and one that may not."""
    with_question = (
        "Name,Country,Function,Diet\n"
        '"Adviser, child protection agencies",Georgia,,\n'
        '"Counsellor, Ministry of Education",Georgia,Deputy,\n'
        "Somebody new,Malta,Judge,none\nTotal: 3\n"
    )
    with_faults = "Name,Country,Role\n,Georgia,\nJudge,Georgia,king\n"
    keep_sheet(db, event, "people.csv", with_question.encode(), by=organiser)
    keep_sheet(db, event, "wrong.csv", with_faults.encode(), by=organiser)


def mails(db: Writing, event: Event, strasbourg: Strasbourg) -> None:
    """A mail in every state, those that wait for longer than any test."""
    head = strasbourg.person(Role.HEAD, "Georgia").own_id
    event.contact = "secretariat@example.org"
    db.get_one(Participant, head).email = "head@example.org"
    letters = [
        Letter(head, "en", "Your personal link", "Dear head,\n\n{link}\n", about=state.value)
        for state in MailState
    ]
    queue_mails(db, event.key, MailKind.INVITATION, letters, batch="1",
                domain="example.org", by=None)  # fmt: skip
    db.flush()
    for mail in db.exec(select(Mail)):
        mail.state, mail.due_at = MailState(mail.about), now() + timedelta(days=900)
        mail.attempts, mail.problem = 1, UNKNOWN
