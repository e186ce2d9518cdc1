"""An invitation as a mail that a program can send: an .eml file (RFC 5322, RFC 6047).

Pure: whoever calls says when it was written. Sends nothing.
"""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.agenda.invitations import Address, Method


def letter(
    method: Method,
    invitation: bytes,
    *,
    subject: str,
    text: str,
    organiser: Address,
    attendee: Address,
    message_id: str,
    written_at: datetime,
) -> bytes:
    """The mail with `text` for people and `invitation` (iCalendar) for their calendars.

    The calendar is an alternative to the text, as RFC 6047 (2.4) wants it: mail programs then show
    buttons to accept, not an attached file.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _mailbox(organiser)
    mail["To"] = _mailbox(attendee)
    mail["Subject"] = _line(subject)
    mail["Date"] = format_datetime(written_at)
    mail["Message-ID"] = f"<{message_id}>"
    # Answers to invitations come by themselves; nobody's holiday notice shall answer.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text, charset="utf-8", cte="quoted-printable")
    mail.add_alternative(
        invitation.decode(),
        subtype="calendar",
        charset="utf-8",
        cte="quoted-printable",
        params={"method": method, "component": "VEVENT"},
    )
    # The standard library chooses a boundary at random; the same letter shall be the same bytes.
    mail.set_boundary(f"=_{message_id.partition('@')[0]}")
    return mail.as_bytes()


def _mailbox(address: Address) -> MailAddress:
    return MailAddress(display_name=_line(address.name), addr_spec=address.mail)


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
