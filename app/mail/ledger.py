"""What the sender reads and writes about mails: what is due, marking, what became of each.

Every change is one short transaction, on disk before the next step. Speaks with no mail server.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.invitations import Address
from app.clock import now
from app.db import Database
from app.delegations.links import link_address
from app.delegations.models import Participant
from app.delegations.sign_in import issue_link
from app.events.models import Event
from app.mail.composing import Outgoing, compose
from app.mail.models import Mail, MailState
from app.mail.post import NotTaken, write_file
from app.settings import Settings

# Seconds until a refused mail is tried again; after the last one it has failed.
PAUSES = (60, 300, 900, 3600, 14400)


def _(sentence: str) -> str:
    return sentence  # put into the reader's language where it is shown


UNKNOWN = _("Sending was interrupted: perhaps it arrived, perhaps not.")
NO_ADDRESS = _("This person has no mail address any more.")
HAS_LEFT = _("This person has left the event.")
NO_SENDER = _("The event has no mail address of its organisers any more.")
UNWRITABLE = _("No mail can be written to this address. Correct it.")

_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom and to whom a mail goes."""

    sender: Address
    reply_to: Address
    to: Address


class Ledger:
    """The mails of one database, as their sender sees them."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    def is_something_to_do(self) -> bool:
        """Whether a mail is due, or was left half sent."""
        waits = (col(Mail.state) == MailState.QUEUED) & (col(Mail.due_at) <= now())
        with self._database.reading() as db:
            found = select(Mail.id).where((col(Mail.state) == MailState.SENDING) | waits)
            return db.exec(found.limit(1)).first() is not None

    def due(self) -> list[int]:
        """The next mails to be sent, those that wait longest first."""
        with self._database.reading() as db:
            found = db.exec(
                select(Mail.id)
                .where(col(Mail.state) == MailState.QUEUED, col(Mail.due_at) <= now())
                .order_by(col(Mail.due_at), col(Mail.id))
                .limit(_AT_ONCE)
            )
            return [mail_id for mail_id in found if mail_id is not None]

    def next_attempt(self) -> datetime | None:
        """When the next mail is due; None: nothing waits."""
        with self._database.reading() as db:
            wanted = select(sa.func.min(Mail.due_at)).where(col(Mail.state) == MailState.QUEUED)
            return db.exec(wanted).one()

    def addressed(self, mail_id: int) -> Envelope | None:
        """From whom to whom, or None: it cannot be (then the mail failed), or the mail is gone."""
        with self._database.reading() as db:
            mail = db.get(Mail, mail_id)
            if mail is None:  # its reader was deleted meanwhile
                return None
            person = db.get_one(Participant, mail.participant_id)
            event = db.get_one(Event, mail.event_id)
        problem = _obstacle(person, event)
        if problem:
            self.fail(mail_id, problem)
            return None
        name = event.organisers or event.title
        return Envelope(
            sender=Address(name, self._settings.mail_from or event.contact),
            reply_to=Address(name, event.contact),
            to=Address(person.name, person.email or ""),
        )

    def sealed(
        self, mail_id: int, envelope: Envelope, *, as_file: bool
    ) -> tuple[str, bytes] | None:
        """Mark the mail as being sent and make its text: (the mark, the bytes).

        A personal link in it is fresh and exists in these bytes and nowhere else. None: the mail is
        no longer to be sent like this. As a file it is written here, before the commit.
        """
        claim, moment = secrets.token_hex(16), now()
        with self._database.writing() as db:
            mail = db.exec(
                select(Mail)
                .where(Mail.id == mail_id)
                .with_for_update()
                .execution_options(populate_existing=True)
            ).first()
            if mail is None or mail.state is not MailState.QUEUED:
                return None
            person = db.get_one(Participant, mail.participant_id)
            event = db.get_one(Event, mail.event_id)
            if person.email != envelope.to.mail or person.left_at is not None:
                return None
            text = mail.body
            if "{link}" in text:
                token = issue_link(db, person.key, by=None)
                text = text.replace("{link}", link_address(self._settings.base_url, token))
            content = compose(self._outgoing(mail, event, envelope, text), written_at=moment)
            mail.state, mail.claim, mail.address = MailState.SENDING, claim, envelope.to.mail
            mail.attempts += 1
            if as_file:
                folder = self._settings.data / "mail" / event.slug
                write_file(folder, f"{mail.key:06}-{mail.kind.value}.eml", content)
                mail.state, mail.settled_at, mail.problem = MailState.WRITTEN, moment, ""
        return claim, content

    def _outgoing(self, mail: Mail, event: Event, envelope: Envelope, text: str) -> Outgoing:
        base = self._settings.base_url.rstrip("/")
        return Outgoing(
            sender=envelope.sender,
            reply_to=envelope.reply_to,
            to=envelope.to,
            subject=mail.subject,
            text=text,
            message_id=mail.message_id,
            language=mail.language,
            settings=f"{base}/events/{event.slug}/me/mails",
            calendar=mail.calendar,
            method=mail.method,
        )

    def settle_refused(self, mail_id: int, claim: str, refusal: NotTaken) -> None:
        """Try again later, or give up. Without a claim the mail was not even marked yet."""
        with self._database.reading() as db:
            mail = db.get(Mail, mail_id)
        if mail is None:
            return
        # Marked mails were counted when they were marked.
        attempts = mail.attempts if claim else mail.attempts + 1
        gives_up = refusal.for_good or attempts > len(PAUSES)
        self.settle(
            mail_id,
            claim,
            state=MailState.FAILED if gives_up else MailState.QUEUED,
            problem=refusal.sentence,
            reply=refusal.reply[:300],
            attempts=attempts,
            due_at=now() + timedelta(seconds=0 if gives_up else PAUSES[attempts - 1]),
        )

    def fail(self, mail_id: int, problem: str) -> None:
        """A mail that was not marked can never be sent: say why."""
        self.settle(mail_id, "", state=MailState.FAILED, problem=problem, reply="")

    def settle(self, mail_id: int, claim: str, *, state: MailState, **values: object) -> None:
        """Write down what became of a mail, unless somebody else has answered for it since."""
        mine = (
            col(Mail.state).in_((MailState.SENDING, MailState.UNCERTAIN))
            if claim
            else col(Mail.state) == MailState.QUEUED
        )
        settled_at = None if state is MailState.QUEUED else now()
        owned = col(Mail.claim) == claim if claim else sa.true()
        with self._database.writing() as db:
            db.exec(
                sa.update(Mail)
                .where(col(Mail.id) == mail_id, owned, mine)
                .values(state=state, settled_at=settled_at, **values)
            )

    def ask_about_the_interrupted(self) -> None:
        """Ours is the turn, so nobody is sending: what is marked was interrupted."""
        with self._database.writing() as db:
            db.exec(
                sa.update(Mail)
                .where(col(Mail.state) == MailState.SENDING)
                .values(state=MailState.UNCERTAIN, settled_at=now(), problem=UNKNOWN)
            )

    def postpone(self, seconds: float, problem: str, reply: str) -> None:
        """All that is due waits: there is no server, and no mail is to blame."""
        moment = now()
        with self._database.writing() as db:
            db.exec(
                sa.update(Mail)
                .where(col(Mail.state) == MailState.QUEUED, col(Mail.due_at) <= moment)
                .values(due_at=moment + timedelta(seconds=seconds), problem=problem, reply=reply)
            )


def _obstacle(person: Participant, event: Event) -> str:
    """Why nothing can be sent to this person, or nothing."""
    if person.left_at is not None:
        return HAS_LEFT
    if not person.email:
        return NO_ADDRESS
    return "" if event.contact else NO_SENDER
